/** A picture that stands still, as a track. */
export interface FrozenPicture {
  readonly track: MediaStreamTrack;
  stop(): void;
}

/** How often the picture is sent again, ms: who comes in later sees it soon. */
const REPAINT_MS = 1_000;
/** The side of the pixel that is painted again, so that the browser takes the picture for a new one. */
const DOT = 1;

/** The picture that a track shows now, as a track of its own. @throws if the track shows nothing */
export async function freeze(track: MediaStreamTrack): Promise<FrozenPicture> {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  const [frozen] = canvas.captureStream().getVideoTracks();
  if (context === null || frozen === undefined) throw new DOMException("no canvas", "NotSupportedError");
  context.drawImage(video, 0, 0);
  video.srcObject = null;
  const corner = context.getImageData(0, 0, DOT, DOT);
  const timer = setInterval(() => {
    context.putImageData(corner, 0, 0);
  }, REPAINT_MS);
  frozen.contentHint = track.contentHint;
  return {
    track: frozen,
    stop: () => {
      clearInterval(timer);
      frozen.stop();
    },
  };
}
