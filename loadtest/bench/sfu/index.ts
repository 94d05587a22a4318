import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { processTree, usageOf } from "../../src/measure/index.ts";
import { type Bench, chosen, lineOf, type Row, rounded } from "../report.ts";
import type { Arena, Received, StartArena } from "./arena.ts";
import { makeBroadcast } from "./generator.ts";
import { hasJanus } from "./janusArena.ts";
import { BARE, type Case, casesOf, JANUS, JANUS_TUNED, LARGE_BUFFERS } from "./plan.ts";
import { SOCKET_FOR_EACH, SOTTO, URING, URING_OFF, URING_WORKER } from "./plan.ts";

const SETTLE_MS = 1_500;
const MEASURE_MS = 6_000;
const QUICK_MEASURE_MS = 4_000;
/** Viewers that connect side by side. */
const AT_ONCE = 10;
/** No case is begun later than this, s: two turns take some eighty, and a run of everything no more than nine minutes. */
const LAST_BEGIN_S = 450;

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly packets: number;
  readonly memoryMiB: number;
  /** Of what was sent, for each receiver; 1 if nothing got lost. */
  readonly arrived: number;
}

/** What forwarding costs: ours, mediasoup alone, and Janus, with the same clients in one run. */
export const benchSfu: Bench = async ({ quick, only, say }) => {
  await moveToPrivateNetwork();
  const address = process.env["SOTTO_PRIVATE_ADDRESS"] ?? "127.0.0.1";
  const withJanus = hasJanus() && address !== "127.0.0.1";
  const uringWorker = process.env[URING_WORKER];
  const cases = chosen(casesOf(withJanus, uringWorker), ({ id }) => id, only);
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  const notes = [
    "Each publisher: 1 Mbit/s VP8 and 32 kbit/s audio. CPU: all processes of a server, over what its receivers got.",
    ...(withJanus
      ? []
      : ["Janus was not measured: it needs Debian's package janus and a private network (Linux, root)."]),
    ...(uringWorker === undefined
      ? [`io_uring was not measured: ${URING_WORKER} names a worker that was built with it.`]
      : []),
  ];
  const begin = performance.now();
  for (const one of quick && only === undefined ? cases.slice(0, 1) : cases) {
    if (performance.now() - begin > 1_000 * LAST_BEGIN_S) {
      notes.push(`${one.name}: no time was left; --only ${one.id} does it alone.`);
      continue;
    }
    const found = await inTurns(one, address, quick ? QUICK_MEASURE_MS : MEASURE_MS, say);
    const toBare = (name: string): number | undefined => ratio(found.get(name), found.get(BARE));
    for (const [name, all] of found) {
      const row = rowOf(one.name, name, all, toBare(name));
      rows.push(row);
      say(lineOf(row));
    }
    Object.assign(figures, figuresOf(one.id, found));
  }
  return { bench: "sfu", figures, rows, notes };
};

/** Measures all servers of a case, there and back, so that what else the machine does falls on all of them. */
async function inTurns(
  one: Case,
  address: string,
  ms: number,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, Measured[]>> {
  const servers = Object.entries(one.servers);
  const found = new Map<string, Measured[]>(servers.map(([name]) => [name, []]));
  for (let turn = 0; turn < one.turns; turn++) {
    for (const [name, start] of turn % 2 === 0 ? servers : servers.toReversed()) {
      say(`${one.name}: ${name}`);
      found.get(name)?.push(await measure(start, address, one, ms));
    }
  }
  return found;
}

function perGigabyte(all: readonly Measured[] | undefined): number | undefined {
  if (all === undefined || all.length === 0) return undefined;
  return (1e9 * sum(all, "cpuSeconds")) / sum(all, "bytes");
}

function ratio(one: readonly Measured[] | undefined, other: readonly Measured[] | undefined) {
  const [cost, otherCost] = [perGigabyte(one), perGigabyte(other)];
  return cost === undefined || otherCost === undefined ? undefined : cost / otherCost;
}

function rowOf(name: string, server: string, all: readonly Measured[], toBare: number | undefined): Row {
  return {
    ...{ case: name, server, "CPU s/GB": rounded(perGigabyte(all)) },
    "CPU ms/1,000 packets": rounded((1e6 * sum(all, "cpuSeconds")) / sum(all, "packets")),
    "to mediasoup": rounded(toBare),
    "Mbit/s": rounded((8 * sum(all, "bytes")) / 1e6 / sum(all, "seconds")),
    "MiB/participant": rounded(sum(all, "memoryMiB") / all.length),
    "arrived %": rounded((100 * sum(all, "arrived")) / all.length),
  };
}

/** What is watched over time. Of ways of sending, each one beside what Sotto does, and io_uring beside its own worker without. */
function figuresOf(id: string, found: ReadonlyMap<string, Measured[]>): Record<string, number> {
  const watched: Readonly<Record<string, number | undefined>> =
    id === "fan40"
      ? {
          cpuRatioToMediasoup: ratio(found.get(SOTTO), found.get(BARE)),
          cpuRatioToJanus: ratio(found.get(SOTTO), found.get(JANUS)),
          cpuRatioToJanusTuned: ratio(found.get(SOTTO), found.get(JANUS_TUNED)),
        }
      : {
          cpuRatioSocketForEach: ratio(found.get(SOCKET_FOR_EACH), found.get(BARE)),
          cpuRatioLargeBuffers: ratio(found.get(LARGE_BUFFERS), found.get(BARE)),
          cpuRatioUring: ratio(found.get(URING), found.get(URING_OFF)),
        };
  return Object.fromEntries(
    Object.entries(watched).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Math.round(value * 1_000) / 1_000]],
    ),
  );
}

async function measure(
  start: StartArena,
  address: string,
  { publishers, viewers }: Case,
  ms: number,
): Promise<Measured> {
  const arena = await start(address);
  const broadcasts = Array.from({ length: publishers }, makeBroadcast);
  const received: Received[] = [];
  try {
    const idle = usage(arena);
    const seats = [];
    const ids: string[] = [];
    for (const broadcast of broadcasts) {
      const seat = await arena.seat();
      seats.push(seat);
      ids.push(await seat.publish(broadcast));
    }
    const view = async (
      seat: Awaited<ReturnType<Arena["seat"]>>,
      wanted: readonly string[],
    ): Promise<void> => {
      const counts = { packets: 0, bytes: 0 };
      received.push(counts);
      await seat.view(wanted, counts);
    };
    for (let viewer = 0; viewer < viewers; viewer += AT_ONCE) {
      const coming = Array.from({ length: Math.min(AT_ONCE, viewers - viewer) }, () => arena.seat());
      await Promise.all(coming.map(async (seat) => view(await seat, ids)));
    }
    if (viewers === 0) {
      for (const [index, seat] of seats.entries())
        await view(
          seat,
          ids.filter((_, other) => other !== index),
        );
    }
    // A picture begins with a key frame, which servers that came before their viewers ask for by themselves.
    const refreshing = setInterval(() => {
      for (const broadcast of broadcasts) broadcast.refresh();
    }, 500);
    await delay(SETTLE_MS);
    const [before, packetsBefore, bytesBefore] = [
      usage(arena),
      total(received, "packets"),
      total(received, "bytes"),
    ];
    const begin = performance.now();
    await delay(ms);
    const after = usage(arena);
    const seconds = (performance.now() - begin) / 1_000;
    clearInterval(refreshing);
    const bytes = total(received, "bytes") - bytesBefore;
    const sources = received.length * (viewers === 0 ? publishers - 1 : publishers);
    return {
      seconds,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      ...{ bytes, packets: total(received, "packets") - packetsBefore },
      memoryMiB: (after.rssBytes - idle.rssBytes) / 1024 / 1024 / (publishers + viewers),
      arrived: bytes / (sources * seconds * SOURCE_BYTES_PER_SECOND),
    };
  } finally {
    for (const broadcast of broadcasts) broadcast.stop();
    await arena.close();
  }
}

/** Of one broadcast, with RTP headers and VP8 descriptors: 30 pictures in 4 packets each, 50 sounds. */
const SOURCE_BYTES_PER_SECOND = 30 * (4_167 + 4 * 13) + 50 * (80 + 12);

function usage({ pid }: Arena): { cpuSeconds: number; rssBytes: number } {
  const all = processTree(pid).map((member) => usageOf(member));
  return {
    cpuSeconds: all.reduce((seconds, one) => seconds + (one?.cpuSeconds ?? 0), 0),
    rssBytes: all.reduce((bytes, one) => bytes + (one?.rssBytes ?? 0), 0),
  };
}

function total(received: readonly Received[], name: keyof Received): number {
  return received.reduce((all, counts) => all + counts[name], 0);
}

function sum(all: readonly Measured[], name: keyof Measured): number {
  return all.reduce((whole, one) => whole + one[name], 0);
}

/** Runs this benchmark once more in a network of its own, where Janus finds an address, and ends with it. */
async function moveToPrivateNetwork(): Promise<void> {
  if (process.env["SOTTO_PRIVATE_ADDRESS"] !== undefined || process.platform !== "linux" || !hasJanus())
    return;
  const script = fileURLToPath(new URL("../../../scripts/test/private-network.mjs", import.meta.url));
  const self = [process.execPath, "--import", "tsx", ...process.argv.slice(1)];
  const probe = spawnSync(process.execPath, [
    script,
    process.execPath,
    "-e",
    "process.exit(process.env.SOTTO_PRIVATE_ADDRESS ? 0 : 1)",
  ]);
  if (probe.status !== 0) return;
  process.exit(spawnSync(process.execPath, [script, ...self], { stdio: "inherit" }).status ?? 1);
}
