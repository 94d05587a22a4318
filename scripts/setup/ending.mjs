/** How often the parent process is looked at, in milliseconds. */
const PARENT_POLL_MS = 500;

/**
 * Calls back, once, when somebody wants this process to end: Ctrl-C, SIGTERM, a closed terminal; and, where npm
 * started it, when npm's shell is gone, because that shell does not pass on a signal that npm gets.
 * @param {(exitCode: number) => void} end the code is the usual one for what happened
 * @returns {() => void} stops listening
 */
export function onAskedToEnd(end) {
  const interrupted = () => finish(130);
  const terminated = () => finish(143);
  const hungUp = () => finish(129);
  process.on("SIGINT", interrupted).on("SIGTERM", terminated).on("SIGHUP", hungUp);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) terminated();
  }, PARENT_POLL_MS);
  timer.unref();
  if (!process.env.npm_lifecycle_event) clearInterval(timer);

  const stop = () => {
    clearInterval(timer);
    process.off("SIGINT", interrupted).off("SIGTERM", terminated).off("SIGHUP", hungUp);
  };
  /** @param {number} exitCode */
  const finish = (exitCode) => {
    clearInterval(timer);
    end(exitCode);
  };
  return stop;
}

/**
 * Ends the process when asked to, through `exit`: running programs and the lock go with it.
 * @returns {() => void} stops doing so
 */
export function exitWhenAsked() {
  return onAskedToEnd((exitCode) => process.exit(exitCode));
}
