import { describe, expect, it } from "vitest";
import { defaultLimits } from "./limits.ts";
import { noMeter } from "./meter.ts";
import { type Measured, Traffic } from "./Traffic.ts";

/** A client with one transport, of which the test says what it carries. */
class Client implements Measured {
  carried = { bytesReceived: 0, bytesSent: 0, recvBitrate: 0, sendBitrate: 0 };
  expelled = false;
  readonly #id: string;

  constructor(id: string) {
    this.#id = id;
  }
  traffic() {
    return Promise.resolve([{ transportId: this.#id, ...this.carried }]);
  }
  expel(): void {
    this.expelled = true;
  }
}

function measure(...clients: Client[]) {
  const [sums, bytes, cuts]: [Record<"in" | "out", number>, Record<"in" | "out", number>, string[]] = [
    { in: 0, out: 0 },
    { in: 0, out: 0 },
    [],
  ];
  const limits = { ...defaultLimits, uploadBitsPerSecond: 1_000 };
  const media = (direction: "in" | "out", more: number): void => void (bytes[direction] += more);
  const meter = { ...noMeter, media, cut: (what: string) => void cuts.push(what) };
  return { traffic: new Traffic(() => clients, limits, meter, sums), sums, bytes, cuts };
}

describe("traffic", () => {
  it("is summed over all clients, and what was counted is not counted again", async () => {
    const [ana, ben] = [new Client("a"), new Client("b")];
    const { traffic, sums, bytes } = measure(ana, ben);
    ana.carried = { bytesReceived: 10, bytesSent: 20, recvBitrate: 3, sendBitrate: 4 };
    ben.carried = { bytesReceived: 1, bytesSent: 2, recvBitrate: 5, sendBitrate: 6 };
    await traffic.look();
    expect([sums, bytes]).toEqual([
      { in: 8, out: 10 },
      { in: 11, out: 22 },
    ]);
    ana.carried = { ...ana.carried, bytesSent: 25 };
    await traffic.look();
    expect(bytes).toEqual({ in: 11, out: 27 });
  });

  it("of who sends more than twice what it may, and does not stop, is ended", async () => {
    const [eager, burst, keeps] = [new Client("a"), new Client("b"), new Client("c")];
    const { traffic, cuts } = measure(eager, burst, keeps);
    eager.carried.recvBitrate = burst.carried.recvBitrate = 2_001;
    keeps.carried.recvBitrate = 2_000;
    await traffic.look();
    expect(eager.expelled).toBe(false);
    burst.carried.recvBitrate = 0;
    await traffic.look();
    expect([eager.expelled, burst.expelled, keeps.expelled, cuts]).toEqual([true, false, false, ["upload"]]);
  });

  it("of who has left is left out", async () => {
    const gone: Measured = { traffic: () => Promise.reject(new Error("closed")), expel: () => undefined };
    const sums = { in: 1, out: 1 };
    await new Traffic(() => [gone], defaultLimits, noMeter, sums).look();
    expect(sums).toEqual({ in: 0, out: 0 });
  });
});
