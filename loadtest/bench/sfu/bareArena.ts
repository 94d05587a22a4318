import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Arena, StartArena } from "./arena.ts";
import type { BareWay } from "./bareRouter.ts";
import { type Ask, ortcSeat } from "./ortcSeat.ts";

interface Answer {
  readonly id: number;
  readonly data?: unknown;
  readonly error?: string;
}

/** A bare mediasoup router: what forwarding costs at least with it. */
export const startBare: StartArena = (mediaAddress) => start(mediaAddress, { sockets: "shared" });

/** The same with its sockets otherwise, or with another build of the worker. */
export function startBareWith(way: BareWay, workerBinary?: string): StartArena {
  return (mediaAddress) => start(mediaAddress, way, workerBinary);
}

async function start(mediaAddress: string, way: BareWay, workerBinary?: string): Promise<Arena> {
  const program = fileURLToPath(new URL("bareRouter.ts", import.meta.url));
  const child = fork(program, [mediaAddress, JSON.stringify(way)], {
    execArgv: ["--import", "tsx"],
    ...(workerBinary !== undefined && { env: { ...process.env, MEDIASOUP_WORKER_BIN: workerBinary } }),
  });
  const waiting = new Map<number, { resolve: (data: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const ready = new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  child.on("message", ({ id, data, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) asked?.resolve(data);
    else asked?.reject(new Error(error));
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the bare router has ended"));
  });
  await ready;
  let seats = 0;
  const askFrom =
    (seat: number): Ask =>
    (method, data) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1);
        waiting.set(id, { resolve: resolve as (data: unknown) => void, reject });
        child.send({ id, seat, method, data });
      });
  return {
    pid: child.pid ?? 0,
    seat: () => Promise.resolve(ortcSeat(askFrom((seats += 1)))),
    close: async () => {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
