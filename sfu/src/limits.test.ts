import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { defaultLimits } from "./limits.ts";

it("the limits are those that the protocol's page states", () => {
  const page = readFileSync(new URL("../../docs/protocol-sfu.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` +\| ([\d,]+) +\|/gm)];
  const stated = rows.map(([, name, value]) => [name, Number(value?.replaceAll(",", ""))] as const);
  expect(Object.fromEntries(stated)).toEqual(defaultLimits);
});
