/** Settings of every peer connection. */
interface PeerSettings extends Partial<RTCConfiguration> {
  /**
   * Chromium's own, ignored elsewhere: nothing is sent and nothing is played until a transform is attached, so
   * that a lost transform is silence and not clear text.
   */
  readonly encodedInsertableStreams: boolean;
}

export const peerSettings: PeerSettings = { encodedInsertableStreams: true };
