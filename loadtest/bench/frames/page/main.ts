import { type BenchPage, type Direction, type Kind, kinds, type Metered, type Mode } from "../plan.ts";
import { Loopback } from "./loopback.ts";
import { pictureSource, type Source, soundSource } from "./sources.ts";
import { attach, startWorker } from "./workers.ts";

let mode: Mode = "none";
let metered = false;
const workers = new Map<Direction, Worker>();
const sources: { sound?: Source; pictures?: Source } = {};
const loopbacks = new Map<Kind, Loopback>();

async function ofEach<T>(give: (kind: Kind) => Promise<T>): Promise<Record<Kind, T>> {
  const entries = await Promise.all(kinds.map(async (kind) => [kind, await give(kind)] as const));
  return Object.fromEntries(entries) as Record<Kind, T>;
}

async function askMeter(): Promise<Metered> {
  const channel = new BroadcastChannel("meter of encrypt");
  try {
    return await new Promise((resolve) => {
      channel.onmessage = ({ data }: MessageEvent<Metered>) => {
        resolve(data);
      };
      channel.postMessage("report");
    });
  } finally {
    channel.close();
  }
}

const page: BenchPage = {
  begin(wanted, isMetered) {
    mode = wanted;
    metered = isMetered;
  },
  async startWorker(direction) {
    if (mode === "none") throw new Error("there is no worker");
    workers.set(direction, await startWorker(mode, direction, metered));
  },
  async connect() {
    const [sound, pictures] = [soundSource(), pictureSource()];
    Object.assign(sources, { sound, pictures });
    // As in the product; without a transform this setting would let nothing through.
    const settings: RTCConfiguration & { encodedInsertableStreams?: boolean } =
      mode === "none" ? {} : { encodedInsertableStreams: true };
    for (const kind of kinds) {
      const put = (direction: Direction) => (end: RTCRtpSender | RTCRtpReceiver) => {
        if (mode === "none") return;
        const worker = workers.get(direction);
        if (worker === undefined) throw new Error("a worker is missing");
        attach(mode, worker, end, kind, direction);
      };
      const { track } = kind === "audio" ? sound : pictures;
      const ends = { sender: put("encrypt"), receiver: put("decrypt") };
      const loopback = new Loopback(kind, track, settings, ends);
      loopbacks.set(kind, loopback);
      await loopback.connect();
    }
  },
  async activate(active) {
    sources.sound?.setActive(active.includes("audio"));
    sources.pictures?.setActive(active.some((kind) => kind !== "audio"));
    for (const [kind, loopback] of loopbacks) await loopback.setActive(active.includes(kind));
  },
  counts: () =>
    ofEach(async (kind) => {
      const loopback = loopbacks.get(kind);
      if (loopback === undefined) throw new Error("not connected");
      return await loopback.counts();
    }),
  metered: askMeter,
};

Object.assign(window, { bench: page });
