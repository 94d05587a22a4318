import { decodeClientMessage, toSequence } from "@sotto/keyserver-protocol/messages";
import {
  defaultLimits,
  type Keyserver,
  memoryStorage,
  startKeyserver,
} from "@sotto/keyserver-protocol/server";
import type { GroupId } from "@sotto/shared/ids";
import { type RawData, WebSocket, WebSocketServer } from "ws";

/** A key server that is honest until it is told to show people two histories. */
export interface ForkingKeyserver {
  /** How many connections there have been. */
  readonly connections: number;
  /**
   * Keeps a second log from now on, which begins as a copy, for the client of this connection (counted from 0): it is
   * cut, and comes back to the second log.
   */
  fork(connection: number): Promise<void>;
  close(): Promise<void>;
}

interface Bridge {
  readonly client: WebSocket;
  readonly server: WebSocket;
}

/** Starts it: two logs behind one address, and nothing that either log takes ever reaches the other. */
export async function startForkingKeyserver(port: number): Promise<ForkingKeyserver> {
  const storages = [memoryStorage(defaultLimits.storage), memoryStorage(defaultLimits.storage)] as const;
  const behind: Keyserver[] = [];
  for (const storage of storages) {
    behind.push(await startKeyserver({ host: "127.0.0.1", port: 0, storage }));
  }
  const bridges: Bridge[] = [];
  let groupId: GroupId | undefined;
  let isForked = false;
  const front = new WebSocketServer({ host: "127.0.0.1", port });
  await new Promise((resolve) => front.once("listening", resolve));
  front.on("connection", (client) => {
    // Whoever comes after the fork is who was cut.
    const server = new WebSocket(`ws://127.0.0.1:${behind[isForked ? 1 : 0]?.port ?? 0}`);
    const early: RawData[] = [];
    bridges.push({ client, server });
    client.on("message", (data: Buffer) => {
      const message = decodeClientMessage(new Uint8Array(data));
      if (message.type === "createGroup") groupId ??= message.groupId;
      if (server.readyState === WebSocket.OPEN) server.send(data);
      else early.push(data);
    });
    server.once("open", () => {
      for (const data of early) server.send(data);
    });
    server.on("message", (data: RawData) => client.send(data));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => undefined);
      one.once("close", () => other.close());
    }
  });

  const copyLog = async (id: GroupId): Promise<void> => {
    const everything = { records: Infinity, bytes: Infinity };
    const [first, ...rest] = await storages[0].logs.read(id, toSequence(0), everything);
    if (first === undefined) throw new Error("there is no log to fork");
    await storages[1].logs.create(id, first, Date.now() + 600_000);
    for (const record of rest) {
      const head = await storages[1].logs.head(id);
      if (head !== undefined) await storages[1].logs.append(id, head.revision, record);
    }
  };

  return {
    get connections() {
      return bridges.length;
    },
    fork: async (connection) => {
      if (groupId === undefined) throw new Error("nobody has begun a call");
      await copyLog(groupId);
      isForked = true;
      bridges[connection]?.client.terminate();
    },
    close: async () => {
      for (const { client } of bridges) client.terminate();
      await new Promise((resolve) => front.close(resolve));
      await Promise.all(behind.map((server) => server.close()));
    },
  };
}
