/** Loudness, in dB below full scale, that counts as silence: a quiet room. */
const SILENCE_DB = -60;

/**
 * Maps a root mean square sample (0…1) to a bar length 0…1 on a logarithmic scale.
 */
export function barLength(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(rms)) / SILENCE_DB));
}

/** Reports the bar length of a microphone once per animation frame. Returns the function that ends it. */
export function watchLevel(track: MediaStreamTrack, onLevel: (length: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = requestAnimationFrame(report);

  function report(): void {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    onLevel(barLength(Math.sqrt(sum / samples.length)));
    frame = requestAnimationFrame(report);
  }

  return () => {
    cancelAnimationFrame(frame);
    void context.close();
  };
}
