/** A track whose pictures come from a stream. */
interface Generator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

/** As Chromium has them on pages; their streams can be given to a worker. */
interface FrameClasses {
  MediaStreamTrackProcessor?: new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
    readonly readable: ReadableStream<VideoFrame>;
  };
  MediaStreamTrackGenerator?: new (init: { kind: "video" }) => Generator;
}

/** The two ends of a track's pictures. */
export interface FrameStreams {
  open(track: MediaStreamTrack): {
    readonly readable: ReadableStream<VideoFrame>;
    readonly generator: Generator;
  };
}

/** Undefined in browsers that give no pictures away. */
export function frameStreams(): FrameStreams | undefined {
  const { MediaStreamTrackProcessor: From, MediaStreamTrackGenerator: To } = globalThis as FrameClasses;
  if (From === undefined || To === undefined) return undefined;
  return {
    open: (track) => ({
      // One picture waits at most: what comes while another is worked on is left out.
      readable: new From({ track, maxBufferSize: 1 }).readable,
      generator: new To({ kind: "video" }),
    }),
  };
}
