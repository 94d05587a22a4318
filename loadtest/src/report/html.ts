import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { LimitOutcome } from "../run/limits.ts";
import type { Moment, Results } from "../run/results.ts";
import { distributionsOf, numberText, valuesOf } from "./text.ts";

/** A line chart over the run's seconds: undefined values are gaps. */
interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** The report as one page that needs nothing else. */
export function htmlOf(results: Results, limits: readonly LimitOutcome[]): string {
  const charts = chartsOf(results.timeline);
  const times = results.timeline.map(({ at }) => at);
  // In a script element no text may look like its end.
  const data = JSON.stringify({ times, charts }).replaceAll("<", "\\u003c");
  const distributions = distributionsOf(results).map(([name, { count, p50, p95, p99, max }]) => [
    name,
    ...[count, p50, p95, p99, max].map((value) => (value === undefined ? "–" : numberText(value))),
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sotto load test</title>
<style>${libraryFile("uPlot.min.css")}
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1c2230; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; } td, th { padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid #dde1ea; text-align: right; font-variant-numeric: tabular-nums; }
td:first-child, th:first-child { text-align: left; }
.fails { color: #b3132b; font-weight: 600; } .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(30rem, 1fr)); gap: 1.5rem; }
</style>
<h1>Sotto load test</h1>
<p>${escaped(results.about)} ${numberText(results.people.joined)} of ${numberText(results.people.planned)} people joined; ${results.seconds} s after the last arrival.</p>
${limits.length > 0 ? `<h2>Limits</h2>${limitTable(limits)}` : ""}
<h2>Times</h2>
${table(["", "count", "p50", "p95", "p99", "max"], distributions)}
<h2>Counts</h2>
${table(["", ""], valuesOf(results))}
<h2>Over time</h2>
<div class="charts" id="charts"></div>
<script>${libraryFile("uPlot.iife.min.js")}</script>
<script>
const { times, charts } = ${data};
const colours = ["#2456c7", "#c2410c", "#15803d", "#7e22ce", "#0e7490", "#a16207", "#be185d"];
for (const { title, unit, lines } of charts) {
  const place = document.getElementById("charts").appendChild(document.createElement("div"));
  new uPlot({
    title, width: Math.max(320, place.clientWidth), height: 220, scales: { x: { time: false } },
    axes: [{ label: "s" }, { label: unit, size: 60 }],
    series: [{ label: "s" }, ...lines.map(({ name }, at) => ({ label: name, stroke: colours[at % colours.length], width: 1.5 }))],
  }, [times, ...lines.map(({ values }) => values)], place);
}
</script>
</html>
`;
}

function chartsOf(timeline: readonly Moment[]): Chart[] {
  const line = (name: string, value: (moment: Moment) => number | undefined) => ({
    name,
    values: timeline.map((moment) => value(moment) ?? null),
  });
  const servers = [...new Set(timeline.flatMap(({ cores }) => Object.keys(cores)))];
  return [
    { title: "In the call", unit: "people", lines: [line("joined", ({ joined }) => joined)] },
    {
      title: "Frames received",
      unit: "per second",
      lines: [
        line("opened", ({ framesPerSecond }) => framesPerSecond),
        line("lost", ({ lostPerSecond }) => lostPerSecond),
      ],
    },
    { title: "End-to-end delay", unit: "ms", lines: [line("p95", ({ delayP95 }) => delayP95)] },
    { title: "Media received", unit: "Mbit/s", lines: [line("all", ({ mbitPerSecond }) => mbitPerSecond)] },
    ...(servers.length === 0
      ? []
      : [
          {
            title: "Servers",
            unit: "cores",
            lines: servers.map((name) => line(name, ({ cores }) => cores[name])),
          },
        ]),
  ];
}

function limitTable(limits: readonly LimitOutcome[]): string {
  const rows = limits.map(({ name, limit, value, holds }) => {
    const outcome = holds ? "holds" : '<span class="fails">does not hold</span>';
    return `<tr><td>--${escaped(name)} ${limit}</td><td>${value === undefined ? "not measured" : numberText(value)}</td><td>${outcome}</td></tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("");
  return `<table><tr>${cells(head, "th")}</tr>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** A file of the chart library, to be part of the page. */
function libraryFile(name: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve("uplot/package.json"));
  return readFileSync(join(folder, "dist", name), "utf8");
}
