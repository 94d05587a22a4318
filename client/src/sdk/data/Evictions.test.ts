import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SfuConnection } from "../SfuConnection.ts";
import { Evictions } from "./Evictions.ts";

const capabilities = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString("base64url"));
const hashOf = (capability: string) =>
  createHash("sha256").update(Buffer.from(capability, "base64url")).digest("base64url");

interface DoorRequest {
  readonly capability?: string;
  readonly nextCapabilityHash?: string;
  readonly participantIds?: string[];
}

/** The server's door, and what was asked of it. */
class Door {
  kept: string | undefined;
  readonly asked: { method: string; data: DoorRequest }[] = [];

  async request(method: string, data: DoorRequest): Promise<object> {
    if (method === "capability") return this.kept === undefined ? {} : { capabilityHash: this.kept };
    this.asked.push({ method, data });
    const shown = data.capability === undefined ? undefined : hashOf(data.capability);
    if (shown !== this.kept) throw new Error("sfu/bad-capability");
    this.kept = data.nextCapabilityHash;
    return {};
  }
}

let door: Door;
let evictions: Evictions;

/** The members by letter; the first is at the lowest leaf. */
function epoch(number: number, members: string, self: string): void {
  evictions.epoch({
    type: "epoch",
    number,
    since: 0,
    callCode: "",
    sfuCapability: capabilities[number] ?? "",
    roster: [...members].map((key, leaf) => ({ participantKey: key, leaf, isSelf: key === self })) as never,
  });
}

function open(...others: string[]): void {
  evictions.open(door as unknown as SfuConnection, others);
}

function evicted(): string[][] {
  return door.asked.flatMap(({ data }) => (data.participantIds === undefined ? [] : [data.participantIds]));
}

beforeEach(() => {
  vi.useFakeTimers();
  door = new Door();
  evictions = new Evictions();
});
afterEach(() => {
  evictions.close();
  vi.useRealTimers();
});

describe("the member whose turn it is", () => {
  it("sets the first capability, and each epoch's after it", async () => {
    epoch(0, "ab", "a");
    open("b");
    await vi.advanceTimersByTimeAsync(1);
    expect(door.kept).toBe(hashOf(capabilities[0] ?? ""));
    epoch(1, "ab", "a");
    await vi.advanceTimersByTimeAsync(1);
    expect(door.kept).toBe(hashOf(capabilities[1] ?? ""));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(door.asked).toHaveLength(2);
  });

  it("puts out who was removed at once, and names the next capability with it", async () => {
    epoch(0, "abc", "a");
    open("b", "c");
    await vi.advanceTimersByTimeAsync(1);
    epoch(1, "ab", "a");
    await vi.advanceTimersByTimeAsync(1);
    expect(evicted()).toEqual([["c"]]);
    expect(door.kept).toBe(hashOf(capabilities[1] ?? ""));
  });

  it("puts out who stays without being a member, and gives newcomers time", async () => {
    epoch(0, "ab", "a");
    open("b");
    evictions.notified({ method: "participantJoined", data: { participantId: "c" } });
    evictions.notified({ method: "participantJoined", data: { participantId: "x" } });
    await vi.advanceTimersByTimeAsync(5_000);
    epoch(1, "abc", "a");
    await vi.advanceTimersByTimeAsync(4_000);
    expect(evicted()).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(evicted().at(-1)).toEqual(["x"]);
    expect(evicted().flat()).not.toContain("c");
  });

  it("does nothing where somebody else has the door", async () => {
    door.kept = "not ours";
    epoch(0, "abc", "a");
    open("b", "c", "x");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(door.asked).toEqual([]);
  });
});

describe("the others", () => {
  it("stand in one after the other, and only if there is something left to do", async () => {
    epoch(0, "ab", "b");
    open("a");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(door.asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(door.kept).toBe(hashOf(capabilities[0] ?? ""));
  });

  it("leave it to the first three", async () => {
    epoch(0, "abcd", "d");
    open("a", "b", "c");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(door.asked).toEqual([]);
  });
});
