import type { Announcements } from "./announcements.ts";
import type { BlindLog } from "./blindLog.ts";
import type { Clock } from "./clock.ts";
import type { Limits } from "./limits.ts";
import type { Listeners } from "./listeners.ts";
import type { Meter } from "./meter.ts";
import type { RecentEncodings } from "./recentEncodings.ts";
import type { Storage } from "./storage/index.ts";

/** What all clients of one server process are served from. */
export interface Desk {
  readonly storage: Storage;
  readonly log: BlindLog;
  readonly announcements: Announcements;
  readonly listeners: Listeners;
  readonly encodings: RecentEncodings;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly meter: Meter;
  /** Told of failures that are nobody's request's fault. */
  readonly reportFailure: (error: unknown) => void;
}
