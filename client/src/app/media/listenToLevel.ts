/** Samples that one look takes in: a sixth of a second at the usual rate, so that no word falls between two looks. */
const WINDOW = 8192;
/** Milliseconds between two looks. A timer, not the screen's frames: it goes on in a tab behind others. */
const LOOK_MS = 200;

/**
 * Tells the root mean square (0..1) of a microphone about five times a second. Nothing is told where the browser gives
 * no sound to listen to. Returns the function that ends it.
 */
export function listenToLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = WINDOW;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(WINDOW);
  const began = context.currentTime;
  const timer = setInterval(() => {
    // A context that does not run, or has only just begun, hears nothing of what there is.
    if (context.state !== "running" || context.currentTime - began < WINDOW / context.sampleRate) return;
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    onLevel(Math.sqrt(sum / WINDOW));
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
