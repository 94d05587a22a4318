/** Without a terminal, progress is one line each time so many more per cent are done. */
const STEP_PERCENT = 10;

/**
 * Turns ninja's "[n/m] …" lines into progress: one line that is written over on a terminal, a line now and then
 * in a log.
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} out
 * @param {string} title
 * @returns {{ onOutput: (text: string) => void, end: () => void }}
 */
export function ninjaProgress(out, title) {
  let rest = "";
  let shown = 0;
  return {
    onOutput(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const match = /^\[(\d+)\/(\d+)\] /.exec(line);
        if (!match) continue;
        const [done, all] = [Number(match[1]), Number(match[2])];
        if (out.isTTY) {
          out.write(`\r[set-up] ${title}: ${done} of ${all}\x1b[K`);
          continue;
        }
        const percent = Math.floor((100 * done) / all);
        if (percent < shown + STEP_PERCENT && done !== all) continue;
        shown = percent;
        out.write(`[set-up] ${title}: ${percent} %\n`);
      }
    },
    end() {
      if (out.isTTY) out.write("\r\x1b[K");
    },
  };
}
