import { sha256 } from "@noble/hashes/sha2.js";
import { asMailboxToken } from "@sotto/shared/ids";
import { beforeEach, describe, expect, it } from "vitest";
import type { KeyserverErrorCode } from "../messages/index.ts";
import { Announcements } from "./announcements.ts";
import { memoryStorage, type Storage } from "./storage/index.ts";
import { delayedStorage } from "./testing/delayedStorage.ts";
import { mailboxId, text, textOf, token } from "./testing/fixtures.ts";
import { SeededRandom } from "./testing/seededRandom.ts";
import { VirtualClock } from "./testing/virtualClock.ts";

describe("announcements", () => {
  const wrongToken = asMailboxToken(new Uint8Array(32).fill(5));
  let clock: VirtualClock;
  let storage: Storage;
  let announcements: Announcements;

  beforeEach(() => {
    clock = new VirtualClock();
    storage = memoryStorage({ groups: 1, mailboxes: 4, bytes: 10_000, noteBytes: 10_000 });
    announcements = new Announcements(storage.mailboxes, clock);
  });

  const create = (content: string, ttlSeconds = 45) =>
    announcements.create({ mailboxId, tokenHash: sha256(token), ttlSeconds, blob: text(content) });

  const failsWith = (code: KeyserverErrorCode) => expect.objectContaining({ code }) as Error;

  it("gives the first comer's announcement to everybody", async () => {
    expect(await announcements.read(mailboxId)).toMatchObject({ found: false, created: false });
    expect(await create("first")).toMatchObject({ created: true, found: true });
    const second = await create("second");
    expect([second.created, textOf(second.blob)]).toEqual([false, "first"]);
    const read = await announcements.read(mailboxId);
    expect([read.created, read.found, textOf(read.blob)]).toEqual([false, true, "first"]);
  });

  it("has one first comer though many come at once to different processes", async () => {
    const random = new SeededRandom(7);
    const comers = Array.from({ length: 12 }, (_, index) => {
      const process = new Announcements(delayedStorage(storage, random).mailboxes, clock);
      return process.create({
        mailboxId,
        tokenHash: sha256(token),
        ttlSeconds: 45,
        blob: text(String(index)),
      });
    });
    const outcomes = await Promise.all(comers);
    expect(outcomes.filter(({ created }) => created).length).toBe(1);
    expect(new Set(outcomes.map(({ blob }) => textOf(blob))).size).toBe(1);
  });

  it("forgets what was not refreshed in time, swept or not", async () => {
    await create("first");
    clock.advance(44_999);
    expect(await announcements.read(mailboxId)).toMatchObject({ found: true });
    await announcements.refresh({ mailboxId, token, ttlSeconds: 45 });
    clock.advance(44_999);
    expect(await announcements.read(mailboxId)).toMatchObject({ found: true });
    clock.advance(1);
    expect(await announcements.read(mailboxId)).toMatchObject({ found: false });
    await expect(announcements.refresh({ mailboxId, token, ttlSeconds: 45 })).rejects.toEqual(
      failsWith("keyserver/unknown-mailbox"),
    );
    expect(await create("second")).toMatchObject({ created: true });
    expect(textOf((await announcements.read(mailboxId)).blob)).toBe("second");
  });

  it("lets only who has the token refresh or remove", async () => {
    await create("first");
    await expect(announcements.refresh({ mailboxId, token: wrongToken, ttlSeconds: 300 })).rejects.toEqual(
      failsWith("keyserver/bad-token"),
    );
    await expect(announcements.remove({ mailboxId, token: wrongToken })).rejects.toEqual(
      failsWith("keyserver/bad-token"),
    );
    expect(await announcements.read(mailboxId)).toMatchObject({ found: true });
    await announcements.remove({ mailboxId, token });
    expect(await announcements.read(mailboxId)).toMatchObject({ found: false });
    await announcements.remove({ mailboxId, token });
    clock.advance(45_000);
    expect(await announcements.read(mailboxId)).toMatchObject({ found: false });
  });

  it("says that the store is full", async () => {
    storage = memoryStorage({ groups: 1, mailboxes: 0, bytes: 10_000, noteBytes: 10_000 });
    announcements = new Announcements(storage.mailboxes, clock);
    await expect(create("first")).rejects.toEqual(failsWith("keyserver/limit"));
  });
});
