import type { MailboxId } from "@sotto/shared/ids";
import { encodeServerMessage } from "../messages/index.ts";
import type { Desk } from "./desk.ts";
import { Feed } from "./feed.ts";
import type { Outbox } from "./outbox.ts";
import { mailOf, type Unwatch } from "./storage/index.ts";

/** Passes mail for a joiner's private mailbox on: what still waits there, then what comes. */
export class MailWatch {
  readonly #desk: Desk;
  readonly #outbox: Outbox;
  readonly #mailboxId: MailboxId;
  readonly #feed: Feed;
  #unwatch: Unwatch | undefined;
  #lastMail = 0;

  /** `onEnd` is called at most once, if the store fails. */
  constructor(desk: Desk, outbox: Outbox, mailboxId: MailboxId, onEnd: (error: unknown) => void) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#mailboxId = mailboxId;
    this.#feed = new Feed(
      () => this.#step(),
      (error) => {
        this.stop();
        onEnd(error);
      },
    );
  }

  async start(): Promise<void> {
    const unwatch = await this.#desk.storage.notes.watch(mailOf(this.#mailboxId), () => this.#feed.wake());
    if (this.#feed.stopped) return unwatch();
    this.#unwatch = unwatch;
    this.#feed.wake();
  }

  /** Sends nothing more. */
  stop(): void {
    this.#feed.stop();
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  async #step(): Promise<void> {
    const mails = await this.#desk.storage.notes.read(mailOf(this.#mailboxId), this.#lastMail);
    for (const mail of mails) {
      if (this.#feed.stopped) return;
      this.#lastMail = mail.number;
      if (mail.expiresAtMs <= this.#desk.clock.now()) continue;
      await this.#outbox.send(
        encodeServerMessage({ type: "mail", requestId: 0, mailboxId: this.#mailboxId, blob: mail.blob }),
      );
    }
  }
}
