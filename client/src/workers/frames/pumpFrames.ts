/**
 * Frames that may be in the works at one time. WebCrypto is a hop to another thread: several frames share its cost,
 * and this many are a fraction of a second of the fastest stream.
 */
export const MAX_IN_FLIGHT = 8;

/**
 * Moves frames from one stream to another until the source ends or `signal` aborts. Frames are worked on side by side
 * and written in the order they came. One that `work` does not vouch for is not written, and never holds up the next.
 * @param work changes the frame in place and says whether it may be passed on; must not reject
 */
export async function pumpFrames<Frame>(
  readable: ReadableStream<Frame>,
  writable: WritableStream<Frame>,
  work: (frame: Frame) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop);

  let inFlight = 0;
  let wake: (() => void) | undefined;
  let lastWritten: Promise<void> = Promise.resolve();

  const pass = async (frame: Frame, before: Promise<void>) => {
    try {
      const passes = await work(frame);
      await before;
      if (passes && !signal.aborted) await writer.write(frame);
    } catch {
      // The other end is gone; nothing more can be written.
      stop();
    } finally {
      inFlight -= 1;
      wake?.();
    }
  };

  try {
    while (!signal.aborted) {
      const { done, value } = await reader.read();
      if (done) break;
      inFlight += 1;
      lastWritten = pass(value, lastWritten);
      while (inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => (wake = resolve));
    }
    await lastWritten;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
