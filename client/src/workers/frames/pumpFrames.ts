import type { Soon } from "@sotto/shared/sframe";

/**
 * Frames that may be in the works at one time. WebCrypto is a hop to another thread: several frames share its cost,
 * and this many are a fraction of a second of the fastest stream.
 */
export const MAX_IN_FLIGHT = 8;

/**
 * Moves frames from one stream to another until the source ends or `signal` aborts. Frames are worked on side by side
 * and written in the order they came. One that `work` does not vouch for is not written, and never holds up the next.
 * A plain loop: a TransformStream would cost as much again as the encryption of a frame.
 * @param work changes the frame in place and says whether it may be passed on; must neither throw nor reject
 */
export async function pumpFrames<Frame>(
  readable: ReadableStream<Frame>,
  writable: WritableStream<Frame>,
  work: (frame: Frame) => Soon<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const reader = readable.getReader();
  const writer = writable.getWriter();
  let stopped = signal.aborted;
  const stop = () => {
    stopped = true;
    reader.cancel().catch(() => undefined);
  };
  signal.addEventListener("abort", stop);

  let inFlight = 0;
  let wake: (() => void) | undefined;
  let lastWritten: Promise<void> = Promise.resolve();

  // To wait for each write, or to listen for its failure, would cost as much as encrypting a short frame. When the
  // other end goes, the stream says so once; then the last writes have failed too, and somebody has to have heard it.
  const recent: Promise<void>[] = [];
  let written = 0;
  const end = () => {
    stop();
    for (const write of recent) write.catch(() => undefined);
  };
  writer.closed.then(end, end);
  const write = (frame: Frame) => {
    if (!stopped) recent[written++ % MAX_IN_FLIGHT] = writer.write(frame);
  };
  const writeAfter = async (before: Promise<void>, frame: Frame, passes: Soon<boolean>) => {
    const may = await passes;
    await before;
    inFlight -= 1;
    if (may) write(frame);
    wake?.();
  };

  try {
    while (!stopped) {
      const { done, value } = await reader.read();
      if (done) break;
      const passes = work(value);
      if (typeof passes === "boolean" && inFlight === 0) {
        if (passes) write(value);
        continue;
      }
      inFlight += 1;
      lastWritten = writeAfter(lastWritten, value, passes);
      while (inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => (wake = resolve));
    }
    await lastWritten;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
