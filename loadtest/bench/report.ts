/** What a benchmark found. */
export interface Report {
  readonly bench: string;
  /** The numbers that are watched over time. One that could not be measured is left out. */
  readonly figures: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
  /** What a reader must know, or why something is missing. */
  readonly notes: readonly string[];
}

/** Column by column; what was not measured is undefined. */
export type Row = Readonly<Record<string, string | number | undefined>>;

/** A benchmark. `say` tells a person how far it is. `only` names the one part to do, in benchmarks that have parts. */
export type Bench = (options: {
  readonly quick: boolean;
  readonly only?: string;
  readonly say: (line: string) => void;
}) => Promise<Report>;

/** The rows as a table for people, and below it figures and notes. */
export function textOf(report: Report): string {
  const columns = [...new Set(report.rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...report.rows.map((row) => columns.map((column) => cellOf(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const table = lines.map((line) => line.map((cell, index) => cell.padStart(widths[index] ?? 0)).join("  "));
  const figures = Object.entries(report.figures).map(([name, value]) => `${name}: ${cellOf(value)}`);
  return [...table, "", ...figures, "", ...report.notes].join("\n");
}

/** The report as one line for a program. */
export function jsonOf({ bench, figures, rows }: Report): string {
  return JSON.stringify({ bench, figures, rows });
}

/** One row in a line of its own, for who watches a run, and for who has only half of it. */
export function lineOf(row: Row): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}: ${cellOf(value)}`)
    .join("; ");
}

/** Of these parts, the one that is asked for, or all. @throws Error in words if there is none of that name */
export function chosen<T>(
  parts: readonly T[],
  nameOf: (part: T) => string,
  only: string | undefined,
): readonly T[] {
  if (only === undefined) return parts;
  const found = parts.filter((part) => nameOf(part) === only);
  if (found.length === 0) throw new Error(`--only ${parts.map(nameOf).join("|")}`);
  return found;
}

/** Rounded to what a measurement can say. */
export function rounded(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  return value < 100 ? Math.round(value * 100) / 100 : Math.round(value);
}

function cellOf(value: string | number | undefined): string {
  if (value === undefined) return "-";
  return typeof value === "number" ? value.toLocaleString("en") : value;
}
