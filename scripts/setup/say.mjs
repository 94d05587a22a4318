/** A failure whose message is meant for the person at the terminal: shown without a stack. */
export class SetupError extends Error {
  /** @param {string} message @param {{ cause?: unknown }} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = "SetupError";
  }
}

/**
 * One short line about what set-up does.
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`[set-up] ${line}\n`);
}
