/** Pictures and sounds that tests can tell apart. */

/** A canvas behind each picture, so that a test can paint something else on it. */
const hues = new WeakMap<MediaStreamTrack, { hue: number }>();

/** A moving picture in one hue, `framerate` pictures a second. */
export function picture(of: {
  width: number;
  height: number;
  hue: number;
  framerate?: number;
}): MediaStreamTrack {
  const { width, height, framerate = 12 } = of;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const [track] = canvas.captureStream(framerate).getVideoTracks();
  if (context === null || track === undefined) throw new Error("no canvas");
  const colour = { hue: of.hue };
  hues.set(track, colour);
  let step = 0;
  const draw = (): void => {
    const light = 40 + (step % 5);
    context.fillStyle = `hsl(${colour.hue} 80% ${light}%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = "#fff";
    const side = Math.round(height / 12);
    context.fillRect((step * 7) % (width - side), side, side, side);
    context.fillText(`frame ${step++}`, side, 4 * side);
  };
  draw();
  const timer = setInterval(draw, 1000 / framerate);
  const stop = track.stop.bind(track);
  track.stop = () => {
    clearInterval(timer);
    stop();
  };
  return track;
}

/** Paints a picture of {@link picture} in another hue from now on. */
export function paint(track: MediaStreamTrack, hue: number): void {
  const colour = hues.get(track);
  if (colour !== undefined) colour.hue = hue;
}

/** A steady tone. */
export function tone(frequency: number): MediaStreamTrack {
  const audio = new AudioContext();
  const out = audio.createMediaStreamDestination();
  const volume = new GainNode(audio, { gain: 0.4 });
  const oscillator = new OscillatorNode(audio, { frequency });
  oscillator.connect(volume).connect(out);
  oscillator.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error("no audio track");
  return track;
}
