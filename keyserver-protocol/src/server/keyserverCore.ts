import { Announcements } from "./announcements.ts";
import { BlindLog } from "./blindLog.ts";
import { ClientSession } from "./clientSession.ts";
import type { Clock } from "./clock.ts";
import type { Desk } from "./desk.ts";
import type { Limits } from "./limits.ts";
import { Listeners } from "./listeners.ts";
import { noMeter, type Meter } from "./meter.ts";
import type { Outbox } from "./outbox.ts";
import { RecentEncodings } from "./recentEncodings.ts";
import type { Storage, StoreSizes } from "./storage/index.ts";

export interface CoreOptions {
  readonly storage: Storage;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Nothing is counted if absent. */
  readonly meter?: Meter;
  readonly reportFailure: (error: unknown) => void;
}

/** A keyserver without its sockets: what a simulated network attaches to. */
export class KeyserverCore {
  readonly #desk: Desk;

  constructor({ storage, limits, clock, meter = noMeter, reportFailure }: CoreOptions) {
    this.#desk = {
      storage,
      log: new BlindLog(storage.logs, limits, clock),
      announcements: new Announcements(storage.mailboxes, clock),
      listeners: new Listeners(),
      encodings: new RecentEncodings(),
      limits,
      clock,
      meter,
      reportFailure,
    };
  }

  /** Begins to serve a client. Its owner calls `receive` for each message and `end` when the client is gone. */
  connect(outbox: Outbox): ClientSession {
    const session = new ClientSession(this.#desk, outbox);
    session.greet();
    return session;
  }

  /** Keeps the groups that somebody follows, then removes what is over. */
  async tidy(): Promise<StoreSizes> {
    const { storage, log, listeners, clock } = this.#desk;
    for (const groupId of listeners.groups()) await log.keep(groupId);
    await storage.sweep(clock.now());
    return storage.sizes();
  }
}
