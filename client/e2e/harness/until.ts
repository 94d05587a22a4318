/** Asks again and again until the answer is yes; fails after 30 s and says what was waited for. */
export async function until(
  question: () => boolean | Promise<boolean>,
  what: () => string,
  timeoutMs = 30_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is read once it is the same twice in a row: a busy machine lays out late. */
export async function atRest<T>(read: () => Promise<T>): Promise<T> {
  let seen = await read();
  await until(
    async () => {
      const before = seen;
      seen = await read();
      return JSON.stringify(before) === JSON.stringify(seen);
    },
    () => "what is on screen is at rest",
  );
  return seen;
}
