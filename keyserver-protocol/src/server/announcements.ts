import { sha256 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import type { MailboxId, MailboxToken } from "@sotto/shared/ids";
import {
  KeyserverError,
  type Mailbox,
  type MailboxCreate,
  type MailboxRefresh,
  type MailboxRemove,
} from "../messages/index.ts";
import { storeIsFull, tooManyWriters, type Outcome } from "./blindLog.ts";
import type { Clock } from "./clock.ts";
import { NO_REVISION, type Mailboxes, type Revision, type StoredMailbox } from "./storage/index.ts";

/** As in the log: each round is lost only to a write that succeeded. */
const MAX_ROUNDS = 64;

interface Live {
  readonly revision: Revision;
  readonly mailbox: StoredMailbox;
}

/**
 * The mailboxes where a room's current call is announced: who comes first puts its announcement there, everybody
 * else finds it. One that is not refreshed in time is taken for empty.
 */
export class Announcements {
  readonly #mailboxes: Mailboxes;
  readonly #clock: Pick<Clock, "now">;

  constructor(mailboxes: Mailboxes, clock: Pick<Clock, "now">) {
    this.#mailboxes = mailboxes;
    this.#clock = clock;
  }

  /** Puts a blob into an empty mailbox, or tells what lies there. Throws KeyserverError "keyserver/limit". */
  async create(request: Omit<MailboxCreate, "type" | "requestId">): Promise<Outcome<Mailbox>> {
    const { mailboxId, tokenHash, blob } = request;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = await this.#mailboxes.read(mailboxId);
      if (found !== undefined && this.#isLive(found)) return foundIn(found, false);
      const mailbox = { tokenHash, blob, expiresAtMs: this.#expiry(request.ttlSeconds) };
      const outcome = await this.#mailboxes.write(mailboxId, found?.revision ?? NO_REVISION, mailbox);
      if (outcome === "full") throw storeIsFull();
      if (outcome === "stored") return { type: "mailbox", created: true, found: true, blob };
    }
    throw tooManyWriters();
  }

  async read(mailboxId: MailboxId): Promise<Outcome<Mailbox>> {
    const live = await this.#live(mailboxId);
    if (live !== undefined) return foundIn(live, false);
    return { type: "mailbox", created: false, found: false, blob: new Uint8Array(0) };
  }

  /** Keeps it for another while. Throws KeyserverError "keyserver/unknown-mailbox", "keyserver/bad-token". */
  async refresh(request: Omit<MailboxRefresh, "type" | "requestId">): Promise<void> {
    const { mailboxId, token } = request;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const live = await this.#live(mailboxId);
      if (live === undefined) throw new KeyserverError("keyserver/unknown-mailbox", "the mailbox is empty");
      requireToken(live.mailbox, token);
      const mailbox = { ...live.mailbox, expiresAtMs: this.#expiry(request.ttlSeconds) };
      const outcome = await this.#mailboxes.write(mailboxId, live.revision, mailbox);
      if (outcome === "full") throw storeIsFull();
      if (outcome === "stored") return;
    }
    throw tooManyWriters();
  }

  /** Empties it, if it is not empty. Throws KeyserverError "keyserver/bad-token". */
  async remove(request: Omit<MailboxRemove, "type" | "requestId">): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const live = await this.#live(request.mailboxId);
      if (live === undefined) return;
      requireToken(live.mailbox, request.token);
      if (await this.#mailboxes.remove(request.mailboxId, live.revision)) return;
    }
    throw tooManyWriters();
  }

  async #live(mailboxId: MailboxId): Promise<Live | undefined> {
    const found = await this.#mailboxes.read(mailboxId);
    return found !== undefined && this.#isLive(found) ? found : undefined;
  }

  #isLive({ mailbox }: Live): boolean {
    return mailbox.expiresAtMs > this.#clock.now();
  }

  #expiry(ttlSeconds: number): number {
    return this.#clock.now() + ttlSeconds * 1000;
  }
}

function foundIn({ mailbox }: Live, created: boolean): Outcome<Mailbox> {
  return { type: "mailbox", created, found: true, blob: mailbox.blob };
}

function requireToken(mailbox: StoredMailbox, token: MailboxToken): void {
  if (!bytesEqualConstantTime(sha256(token), mailbox.tokenHash)) {
    throw new KeyserverError("keyserver/bad-token", "this is not the mailbox's token");
  }
}
