import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SfuMetrics } from "./metrics.ts";
import { sfuHelp } from "./settings.ts";

const docker = new URL("../../docker/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, docker), "utf8");

describe("figures that operators look at", () => {
  it.each(["prometheus/rules.yml", "prometheus/rules.test.yml", ...dashboards()])(
    "in %s are figures that the servers have",
    async (path) => {
      const keyserver = readFileSync(
        new URL("../../keyserver-protocol/src/server/metrics.ts", import.meta.url),
        "utf8",
      );
      const known = `${await new SfuMetrics().metrics()}\n${keyserver}`;
      const named = new Set(
        read(path).match(/\bsotto_(?:sfu|keyserver)_[a-z_]+|\bnodejs_\w+|\bprocess_\w+/g),
      );
      expect(named.size).toBeGreaterThan(3);
      const unknown = [...named].filter((name) => !known.includes(name.replace(/_(bucket|count|sum)$/, "")));
      expect(unknown).toEqual([]);
    },
  );

  const page = readFileSync(new URL("../docs/operations.md", docker), "utf8");

  it("are all written down for operators", async () => {
    const names = (await new SfuMetrics().metrics()).match(/(?<=^# HELP )sotto_\w+/gm) ?? [];
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it("and settings too, with their defaults", () => {
    const tableOfSfu = page.slice(page.indexOf("**SFU**"), page.indexOf("**Key server**"));
    const rows = new Map(
      [...tableOfSfu.matchAll(/^\| `(\w+)` +\| ([^|]*?) +\|/gm)].map(([, name, value]) => [
        name,
        value ?? "",
      ]),
    );
    const settings = [...sfuHelp().matchAll(/"(\w+)"\n +[^\n]*?(?: \(default (\S+)\))?\n/g)];
    expect(settings.length).toBeGreaterThan(15);
    for (const [, name = "", value] of settings) {
      expect([...rows.keys()]).toContain(name);
      const said = rows.get(name)?.replaceAll(",", "");
      if (value !== undefined && name !== "workers") expect(said, name).toBe(value.replaceAll('"', ""));
    }
  });
});

function dashboards(): string[] {
  return readdirSync(new URL("grafana/dashboards/", docker)).map((name) => `grafana/dashboards/${name}`);
}
