import { describe, expect, it } from "vitest";
import { MOST_ROOMS, type RecentRoom } from "../state/recentRooms.ts";
import { RecentRooms, type Vault } from "./RecentRooms.ts";

class MemoryVault implements Vault {
  kept: Uint8Array | undefined;

  async read() {
    return this.kept;
  }

  async write(bytes: Uint8Array) {
    this.kept = bytes;
  }

  async clear() {
    this.kept = undefined;
  }
}

function room(letter: string, at: number, names: readonly string[] = []): RecentRoom {
  return { hash: `#/r/${letter.repeat(43)}`, at, names };
}

describe("recent rooms", () => {
  it("come newest first, each once, and are there again the next time", async () => {
    const vault = new MemoryVault();
    const rooms = new RecentRooms(vault);
    await rooms.remember(room("A", 1, ["Ana"]));
    await rooms.remember(room("B", 2, ["Ben"]));
    await rooms.remember(room("A", 3));
    const next = new RecentRooms(vault);
    await next.load();
    expect(next.list.value).toEqual([room("A", 3, ["Ana"]), room("B", 2, ["Ben"])]);
  });

  it("take in what another tab has kept meanwhile", async () => {
    const vault = new MemoryVault();
    const [one, other] = [new RecentRooms(vault), new RecentRooms(vault)];
    await one.load();
    await other.remember(room("B", 2));
    await one.remember(room("A", 3));
    expect(one.list.value.map(({ at }) => at)).toEqual([3, 2]);
  });

  it("are forgotten one by one, and all with the key", async () => {
    const vault = new MemoryVault();
    const rooms = new RecentRooms(vault);
    for (const [at, letter] of ["A", "B", "C"].entries()) await rooms.remember(room(letter, at));
    await rooms.forget(room("B", 0).hash);
    expect(rooms.list.value.map(({ at }) => at)).toEqual([2, 0]);
    await rooms.forgetAll();
    expect(rooms.list.value).toEqual([]);
    expect(vault.kept).toBeUndefined();
  });

  it("are few, and only the fewest names are kept", async () => {
    const rooms = new RecentRooms(new MemoryVault());
    for (let at = 0; at < 20; at++) {
      await rooms.remember(room(String.fromCharCode(65 + at), at, ["a", "b", "c", "d"]));
    }
    expect(rooms.list.value).toHaveLength(MOST_ROOMS);
    expect(rooms.list.value[0]?.names).toEqual(["a", "b", "c"]);
  });

  it("are none where what is kept is damaged, or nothing can be kept", async () => {
    const vault = new MemoryVault();
    const kept = ["nonsense", '[{"hash":"javascript:alert(1)","at":1,"names":[]}]', '[{"at":1}]', "{}"];
    for (const text of kept) {
      vault.kept = new TextEncoder().encode(text);
      const rooms = new RecentRooms(vault);
      await rooms.load();
      expect(rooms.list.value).toEqual([]);
    }
    const refusing = new RecentRooms({
      read: () => Promise.reject(new Error("no database")),
      write: () => Promise.reject(new Error("no database")),
      clear: () => Promise.reject(new Error("no database")),
    });
    await refusing.remember(room("A", 1));
    expect(refusing.list.value).toEqual([]);
  });
});
