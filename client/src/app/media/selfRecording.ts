/** Length of a test recording, seconds. */
export const TEST_SECONDS = 6;

/**
 * Records tracks for a moment, into memory only.
 * @param signal ends it early; nothing is given then
 * @throws if the browser cannot record
 */
export async function recordForTest(
  tracks: readonly MediaStreamTrack[],
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const recorder = new MediaRecorder(new MediaStream([...tracks]));
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new Error("the recording broke off"));
  });
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  recorder.start();
  const timer = setTimeout(stop, TEST_SECONDS * 1000);
  signal.addEventListener("abort", stop, { once: true });
  try {
    await ended;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
  return signal.aborted ? undefined : new Blob(parts, { type: recorder.mimeType });
}
