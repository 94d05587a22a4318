import { spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { processTree, usageOf } from "../../src/measure/index.ts";
import { type Bench, type Row, rounded } from "../report.ts";
import type { Arena, Received, StartArena } from "./arena.ts";
import { startBare } from "./bareArena.ts";
import { makeBroadcast } from "./generator.ts";
import { hasJanus, startJanus } from "./janusArena.ts";
import { startSotto } from "./sottoArena.ts";

/** Who sends and who receives. */
interface Case {
  readonly name: string;
  readonly publishers: number;
  /** Others that only receive; publishers receive each other if there are none. */
  readonly viewers: number;
}

const CASES: readonly Case[] = [
  { name: "1 → 40", publishers: 1, viewers: 40 },
  { name: "1 → 20", publishers: 1, viewers: 20 },
  { name: "1 → 5", publishers: 1, viewers: 5 },
  { name: "5 together", publishers: 5, viewers: 0 },
];
const SETTLE_MS = 1_500;
const MEASURE_MS = 8_000;
const QUICK_MEASURE_MS = 4_000;
/** Viewers that connect side by side. */
const AT_ONCE = 10;
/** Servers take turns this often, there and back, so that what else the machine does falls on all of them. */
const TURNS = 2;

const ARENAS: Readonly<Record<string, StartArena>> = {
  mediasoup: startBare,
  Sotto: startSotto,
  Janus: startJanus(undefined),
  "Janus, event_loops=1": startJanus(1),
};

interface Measured {
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly packets: number;
  readonly memoryMiB: number;
  /** Of what was sent, for each receiver; 1 if nothing got lost. */
  readonly arrived: number;
}

/** What forwarding costs: ours, mediasoup alone, and Janus, with the same clients in one run. */
export const benchSfu: Bench = async ({ quick, say }) => {
  await moveToPrivateNetwork();
  const address = process.env["SOTTO_PRIVATE_ADDRESS"] ?? "127.0.0.1";
  const withJanus = hasJanus() && address !== "127.0.0.1";
  const names = Object.keys(ARENAS).filter((name) => withJanus || !name.startsWith("Janus"));
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  for (const one of quick ? CASES.slice(0, 1) : CASES) {
    const measured = new Map<string, Measured[]>(names.map((name) => [name, []]));
    for (let turn = 0; turn < TURNS; turn++) {
      for (const name of turn % 2 === 0 ? names : names.toReversed()) {
        say(`${one.name}: ${name}`);
        const start = ARENAS[name];
        if (start === undefined) continue;
        measured.get(name)?.push(await measure(start, address, one, quick ? QUICK_MEASURE_MS : MEASURE_MS));
      }
    }
    const perGigabyte = (name: string): number | undefined => {
      const all = measured.get(name) ?? [];
      return all.length === 0 ? undefined : (1e9 * sum(all, "cpuSeconds")) / sum(all, "bytes");
    };
    for (const name of names) {
      const all = measured.get(name) ?? [];
      const ratio = (perGigabyte(name) ?? 0) / (perGigabyte("mediasoup") ?? 1);
      rows.push({
        ...{ case: one.name, server: name, "CPU s/GB": rounded(perGigabyte(name)) },
        "CPU ms/1,000 packets": rounded((1e6 * sum(all, "cpuSeconds")) / sum(all, "packets")),
        "to mediasoup": rounded(ratio),
        "Mbit/s": rounded(
          (8 * sum(all, "bytes")) / 1e6 / (all.length * ((quick ? QUICK_MEASURE_MS : MEASURE_MS) / 1e3)),
        ),
        "MiB/participant": rounded(sum(all, "memoryMiB") / all.length),
        "arrived %": rounded((100 * sum(all, "arrived")) / all.length),
      });
    }
    if (one.name !== "1 → 40") continue;
    const ratioTo = (name: string): number | undefined => {
      const [own, other] = [perGigabyte("Sotto"), perGigabyte(name)];
      return own === undefined || other === undefined ? undefined : own / other;
    };
    const named = {
      cpuRatioToMediasoup: "mediasoup",
      cpuRatioToJanus: "Janus",
      cpuRatioToJanusTuned: "Janus, event_loops=1",
    };
    for (const [figure, name] of Object.entries(named)) {
      const ratio = ratioTo(name);
      if (ratio !== undefined) figures[figure] = Math.round(ratio * 1_000) / 1_000;
    }
  }
  const notes = [
    "Each publisher: 1 Mbit/s VP8 and 32 kbit/s audio. CPU: all processes of a server, over what its receivers got.",
    ...(withJanus
      ? []
      : ["Janus was not measured: it needs Debian's package janus and a private network (Linux, root)."]),
  ];
  return { bench: "sfu", figures, rows, notes };
};

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
