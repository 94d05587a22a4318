/** The address of the tests' own network interface; undefined where the tests run in the machine's own network. */
export const privateAddress = process.env["SOTTO_PRIVATE_ADDRESS"];

/** Why tests that need more than loopback are not run here; undefined if they are. Said once, where it is read. */
export function whyNotHere(...missing: readonly (string | undefined)[]): string | undefined {
  const reasons = [
    ...(privateAddress === undefined
      ? [
          `no private network (${process.env["SOTTO_NO_PRIVATE_NETWORK"] ?? "start through `npm run e2e`, or with `node scripts/test/private-network.mjs` before the command"})`,
        ]
      : []),
    ...missing.filter((reason) => reason !== undefined),
  ];
  if (reasons.length === 0) return undefined;
  const why = reasons.join("; ");
  process.stderr.write(`NOT RUN: ${why}\n`);
  return why;
}
