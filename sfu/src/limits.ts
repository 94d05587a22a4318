/** What one SFU allows. */
export interface SfuLimits {
  readonly connections: number;
  readonly calls: number;
  /** Participants of all calls. */
  readonly participants: number;
  readonly participantsPerCall: number;
  /** Producers and consumers of all calls. */
  readonly streams: number;
  /** Media of all clients, both ways: beyond it, nobody new comes in or begins to send. */
  readonly bitsPerSecond: number;
  /** Media one participant is asked to keep below; at twice as much it is put out. */
  readonly uploadBitsPerSecond: number;
  readonly producersPerParticipant: number;
  readonly consumersPerParticipant: number;
  /** Requests one connection may make at once, and per second in the long run. */
  readonly requestBurst: number;
  readonly requestsPerSecond: number;
  /** Key frames one participant may ask of all its consumers, per second. */
  readonly keyFramesPerSecond: number;
  /** Data messages one participant may send per second in the long run, and twice as many at once. */
  readonly dataMessagesPerSecond: number;
  /** Bytes of data messages one participant may have sent: a message counts once for each receiver. */
  readonly dataBytesPerSecond: number;
  readonly dataBurstBytes: number;
  /** Bytes of data messages that may wait for one receiver. */
  readonly dataUnsentBytes: number;
  /** Time from connecting to `join`, ms. */
  readonly joinMs: number;
  /** A connection that has answered no WebSocket ping for this long is dead, ms. */
  readonly silenceMs: number;
  /** An empty call is kept for this long, ms: who reloads finds it. */
  readonly lingerMs: number;
  /** How often media is measured, ms. */
  readonly trafficMs: number;
  /** Transports and streams of one call on one worker, beyond which it is spread over more workers. */
  readonly spreadLoad: number;
  /** Bytes that may wait for a slow reader before it is cut. */
  readonly unsentBytes: number;
}

export const defaultLimits: SfuLimits = {
  connections: 5_000,
  calls: 1_000,
  participants: 5_000,
  participantsPerCall: 500,
  // A core forwards some hundred streams that flow; most of those asked for are paused.
  streams: 100_000,
  // What a large server's network card carries.
  bitsPerSecond: 10_000_000_000,
  // A 4K screen in motion and a camera in three layers, with room.
  uploadBitsPerSecond: 20_000_000,
  // Microphone, camera, and two shared screens with their sound, with room for a change of device.
  producersPerParticipant: 8,
  consumersPerParticipant: 2_000,
  // Joining a full call is two requests for each stream that is there; the rate bounds a client gone wild.
  requestBurst: 1_000,
  requestsPerSecond: 100,
  keyFramesPerSecond: 20,
  // Pointers and drawing at 60 a second each, with room.
  dataMessagesPerSecond: 200,
  // Among three, a file goes at 32 Mbit/s; among 500, one hand-drawn line still does.
  dataBytesPerSecond: 8 * 1024 * 1024,
  dataBurstBytes: 4 * 1024 * 1024,
  dataUnsentBytes: 1024 * 1024,
  joinMs: 10_000,
  silenceMs: 10_000,
  lingerMs: 5_000,
  trafficMs: 5_000,
  // Eight who all see each other, or one seen by 70: a third of what a core carries, so that few calls pay for pipes.
  spreadLoad: 150,
  // Several times what the largest call has to tell somebody who joins.
  unsentBytes: 1024 * 1024,
};
