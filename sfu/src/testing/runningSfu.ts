import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Call, type Sfu, type SfuOptions, startSfu } from "../index.ts";
import { audioParameters } from "./rtp.ts";
import { type Invitation, newInvitation, TestClient } from "./TestClient.ts";

/** Where media is taken in tests: another address than that of the clients, so that one can be told from the other. */
export const RTC_HOST = "127.0.0.9";

/** How long a condition may take to come true on a busy machine, for `expect.poll`. */
export const PATIENCE = { timeout: 10_000 };

/** An SFU for the tests of one file or block, with clients that are gone after each test. */
export interface RunningSfu {
  readonly sfu: Sfu;
  connect(): Promise<TestClient>;
  /** A client that has joined. */
  joined(invitation?: Invitation): Promise<TestClient>;
  callOf(client: TestClient): Call;
}

/** Starts an SFU before the tests and closes it after them. Every test must leave it without calls. */
export function runSfu(options: Partial<SfuOptions> = {}): RunningSfu {
  let sfu: Sfu | undefined;
  const clients: TestClient[] = [];
  const running: RunningSfu = {
    get sfu() {
      if (sfu === undefined) throw new Error("not started yet");
      return sfu;
    },
    connect: async () => {
      const client = await TestClient.connect(running.sfu.port);
      clients.push(client);
      return client;
    },
    joined: async (invitation = newInvitation()) => {
      const client = await running.connect();
      await client.join(invitation);
      return client;
    },
    callOf: (client) => {
      for (const call of running.sfu.calls.values()) {
        if (call.participants.has(client.participantId)) return call;
      }
      throw new Error("in no call");
    },
  };
  beforeAll(async () => {
    sfu = await startSfu({
      host: "127.0.0.1",
      port: 0,
      rtcHost: RTC_HOST,
      rtcPort: 0,
      workers: 1,
      ...options,
      limits: { lingerMs: 20, ...options.limits },
    });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) {
      client.close();
      await client.closed;
    }
    await expect.poll(() => sfu?.calls.size, PATIENCE).toBe(0);
  });
  afterAll(() => sfu?.close());
  return running;
}

/** Two in one call: one can send, the other can receive. */
export async function twoInCall(running: RunningSfu) {
  const invitation = newInvitation();
  const ana = await running.joined(invitation);
  const ben = await running.connect();
  const { routerRtpCapabilities: rtpCapabilities } = await ben.join(invitation);
  const { transportId } = await ana.request("createTransport", { direction: "send" });
  await ben.request("createTransport", { direction: "recv" });
  return {
    invitation,
    ana,
    ben,
    transportId,
    rtpCapabilities,
    produce: async (stream: number, rtpParameters = audioParameters(1000 + stream), kind = "audio") =>
      await ana.request("produce", { transportId, kind, rtpParameters, stream }),
  };
}
