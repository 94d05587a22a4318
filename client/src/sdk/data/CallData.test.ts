import { beforeEach, describe, expect, it } from "vitest";
import type { FromKeys, ToKeys } from "../../workers/protocol.ts";
import { CallData } from "./CallData.ts";
import type { DataChannelPlace } from "./DataChannels.ts";

/** One end of a data channel that is open at once. */
class FakeEnd {
  readyState = "open";
  bufferedAmount = 0;
  binaryType = "blob";
  readonly sent: Uint8Array[] = [];
  readonly #listeners = new Map<string, (detail: unknown) => void>();

  on(event: string, listener: (detail: unknown) => void): void {
    this.#listeners.set(event, listener);
  }

  emit(event: string, detail?: unknown): void {
    this.#listeners.get(event)?.(detail);
  }

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  close(): void {
    this.readyState = "closed";
    this.emit("close");
  }
}

type Seal = Extract<ToKeys, { type: "seal" }>;

let posted: ToKeys[];
let data: CallData;
let producers: FakeEnd[];
let consumers: FakeEnd[];

async function open(): Promise<void> {
  const made = (list: FakeEnd[]) => async () => {
    const end = new FakeEnd();
    list.push(end);
    return end;
  };
  const place = {
    connection: {
      request: async () => ({ dataConsumerId: "c", dataProducerId: "p", streamId: 1 }),
    },
    send: { id: "t", on: () => undefined, produceData: made(producers) },
    recv: { consumeData: made(consumers) },
  };
  const limits = { data: { messagesPerSecond: 100, bytesPerSecond: 1_000_000, burstBytes: 1_000_000 } };
  await data.open(place as unknown as DataChannelPlace, { participants: [], limits } as never);
}

/** The key worker seals what it was asked to: with a 2 in front. */
function sealAll(): void {
  for (const { id, bytes } of posted.filter((message): message is Seal => message.type === "seal")) {
    data.keysSaid({ type: "sealed", id, bytes: Uint8Array.of(2, ...bytes) });
  }
  posted = posted.filter(({ type }) => type !== "seal");
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  posted = [];
  [producers, consumers] = [[], []];
  data = new CallData(
    (message) => void posted.push(message),
    () => 2,
  );
});

describe("data of a call", () => {
  it("goes out only as the key worker has sealed it, behind the one it is for", async () => {
    await open();
    expect(posted).toEqual([{ type: "channel", isOpen: true }]);
    const sending = data.send("pen", Uint8Array.of(7), { to: "AQEBAQEBAQEBAQEBAQEBAQ" });
    await settled();
    expect(producers.flatMap(({ sent }) => sent)).toEqual([]);
    sealAll();
    await sending;
    expect(producers[0]?.sent).toEqual([Uint8Array.of(...new Array<number>(16).fill(1), 2, 7)]);
  });

  it("comes in as bytes for the key worker, and out of it to who listens to the topic", async () => {
    await open();
    consumers[0]?.emit("message", new Uint8Array(16 + 3).fill(5).buffer);
    consumers[1]?.emit("message", new Uint8Array(16).buffer);
    consumers[1]?.emit("message", "text");
    expect(posted.slice(1)).toEqual([{ type: "heard", bytes: new Uint8Array(3).fill(5), lossy: false }]);
    const heard: string[] = [];
    const stop = data.on("pen", (from, bytes) => heard.push(`${from} ${bytes.length}`));
    const message = { type: "data", participantKey: "ana", topic: "pen", bytes: new Uint8Array(3) } as const;
    data.keysSaid(message);
    data.keysSaid({ ...message, topic: "file" });
    stop();
    data.keysSaid(message);
    expect(heard).toEqual(["ana 3"]);
  });

  it("is refused in words when it cannot be sealed, or there is no way", async () => {
    const refused = data.send("pen", new Uint8Array(1));
    data.keysSaid({ type: "sealed", id: 1, error: { code: "data/too-large", message: "too large" } });
    await expect(refused).rejects.toMatchObject({ code: "data/too-large" });
    const nowhere = data.send("pen", new Uint8Array(1));
    sealAll();
    await expect(nowhere).rejects.toMatchObject({ code: "data/closed" });
  });

  it("of the application ends when it is stopped, also what was on its way; reports go on", async () => {
    await open();
    const sending = data.send("pen", Uint8Array.of(7));
    data.stop();
    sealAll();
    await expect(sending).rejects.toMatchObject({ code: "data/closed" });
    await expect(data.send("pen", Uint8Array.of(8))).rejects.toMatchObject({ code: "data/closed" });
    const report: FromKeys = { type: "toSend", bytes: Uint8Array.of(1, 9), lossy: false, to: null };
    data.keysSaid(report);
    await settled();
    expect(producers.flatMap(({ sent }) => sent)).toEqual([
      Uint8Array.of(...new Array<number>(16).fill(0), 1, 9),
    ]);
  });

  it("makes a channel anew that the server has closed, and says that there is none meanwhile", async () => {
    await open();
    data.notified({ method: "dataConsumerClosed", data: { reliability: "reliable" } });
    expect(posted.at(-1)).toEqual({ type: "channel", isOpen: false });
    await expect.poll(() => consumers.length, { timeout: 5_000 }).toBe(3);
    expect(posted.at(-1)).toEqual({ type: "channel", isOpen: true });
    data.close();
    expect(posted.at(-1)).toEqual({ type: "channel", isOpen: false });
  });

  it("does not pile up without end", async () => {
    const sending = Array.from({ length: 300 }, () => data.send("pen", new Uint8Array(1)));
    sealAll();
    const outcomes = await Promise.allSettled(sending);
    const busy = outcomes.filter(
      ({ status, ...rest }) => status === "rejected" && JSON.stringify(rest).includes("busy"),
    );
    expect(busy).toHaveLength(300 - 256);
  });
});
