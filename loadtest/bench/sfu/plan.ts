import type { StartArena } from "./arena.ts";
import { startBare, startBareWith } from "./bareArena.ts";
import { startJanus } from "./janusArena.ts";
import { startSotto } from "./sottoArena.ts";

/** Who sends and who receives, and at which servers. */
export interface Case {
  /** What `--only` calls it. */
  readonly id: string;
  readonly name: string;
  readonly publishers: number;
  /** Others that only receive; publishers receive each other if there are none. */
  readonly viewers: number;
  readonly servers: Readonly<Record<string, StartArena>>;
  /** How often each server has its turn. */
  readonly turns: number;
}

/** Names of the servers that others are compared with. */
export const BARE = "mediasoup";
export const SOTTO = "Sotto";
export const JANUS = "Janus";
export const JANUS_TUNED = "Janus, event_loops=1";
export const SOCKET_FOR_EACH = "mediasoup, a socket for each";
export const LARGE_BUFFERS = "mediasoup, buffers of 4 MiB";
/** The same worker without and with it. */
export const URING_OFF = "mediasoup, built for io_uring, without it";
export const URING = "mediasoup, io_uring";
/** Where a worker is that was built with io_uring; it is compared if there is one. */
export const URING_WORKER = "SOTTO_URING_WORKER";
const BUFFERS = 4 * 1024 * 1024;

/** All cases, the one that is watched first, and most often: a difference of a few percent is to be seen there. */
export function casesOf(withJanus: boolean, uringWorker: string | undefined): Case[] {
  const servers = {
    ...{ [BARE]: startBare, [SOTTO]: startSotto },
    ...(withJanus && { [JANUS]: startJanus(undefined), [JANUS_TUNED]: startJanus(1) }),
  };
  const ways = {
    [BARE]: startBare,
    [SOCKET_FOR_EACH]: startBareWith({ sockets: "each" }),
    [LARGE_BUFFERS]: startBareWith({ sockets: "shared", buffers: BUFFERS }),
    ...(uringWorker !== undefined && {
      [URING_OFF]: startBareWith({ sockets: "shared", withoutUring: true }, uringWorker),
      [URING]: startBareWith({ sockets: "shared" }, uringWorker),
    }),
  };
  return [
    { id: "fan40", name: "1 → 40", publishers: 1, viewers: 40, servers, turns: 4 },
    { id: "ways", name: "1 → 40, ways of sending", publishers: 1, viewers: 40, servers: ways, turns: 2 },
    { id: "fan20", name: "1 → 20", publishers: 1, viewers: 20, servers, turns: 2 },
    { id: "fan5", name: "1 → 5", publishers: 1, viewers: 5, servers, turns: 2 },
    { id: "meeting5", name: "5 together", publishers: 5, viewers: 0, servers, turns: 2 },
  ];
}
