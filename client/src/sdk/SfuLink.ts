import { type Notification, type ResponseData, SIGNALLING_VERSION } from "@sotto/shared/signalling";
import { SdkError } from "./SdkError.ts";
import { SfuConnection } from "./SfuConnection.ts";

/** Who this client is to the forwarding server; base64url. */
export interface SfuIdentity {
  readonly callId: string;
  readonly admission: string;
  readonly participantId: string;
  readonly resumeToken: string;
}

/** What the call hears of its link. */
export interface SfuLinkEvents {
  /** Joined: media can be set up. */
  readonly joined: (connection: SfuConnection, answer: ResponseData<"join">) => void;
  readonly notification: (notification: Notification) => void;
  /** The connection is gone; the next attempt is on its way. */
  readonly away: () => void;
  /** The server will not have us: trying again is no use. */
  readonly refused: (error: SdkError) => void;
}

/** First wait before another attempt, ms; it doubles up to {@link MAX_WAIT_MS}. */
const FIRST_WAIT_MS = 300;
const MAX_WAIT_MS = 5_000;
/** A connection that lasted this long was a good one: the next wait is short again, ms. */
const GOOD_MS = 10_000;
/** Answers to `join` that another attempt would get again. */
const finalCodes: ReadonlySet<string> = new Set(["sfu/bad-admission", "sfu/bad-resume-token", "sfu/evicted"]);

/** Keeps a connection to the forwarding server for as long as the call lasts: it tries again until it is closed. */
export class SfuLink {
  readonly #url: string;
  readonly #identity: SfuIdentity;
  readonly #events: SfuLinkEvents;
  #connection: SfuConnection | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #waitMs = FIRST_WAIT_MS;
  #joinedAt = Infinity;
  #closed = false;

  constructor(url: string, identity: SfuIdentity, events: SfuLinkEvents) {
    this.#url = url;
    this.#identity = identity;
    this.#events = events;
    addEventListener("online", this.#retryNow);
    this.#connect();
  }

  /** Drops the connection that is there; a new one is made. */
  reconnect(): void {
    this.#connection?.close();
  }

  close(): void {
    this.#closed = true;
    removeEventListener("online", this.#retryNow);
    clearTimeout(this.#retry);
    this.#connection?.close();
  }

  /** The network is back: a wait that is on is over. */
  readonly #retryNow = (): void => {
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    this.#connect();
  };

  #connect(): void {
    this.#retry = undefined;
    const connection = new SfuConnection(new WebSocket(this.#url), {
      open: () => void this.#join(connection),
      notification: this.#events.notification,
      close: () => {
        this.#lost();
      },
    });
    this.#connection = connection;
  }

  async #join(connection: SfuConnection): Promise<void> {
    try {
      const answer = await connection.request("join", { version: SIGNALLING_VERSION, ...this.#identity });
      this.#joinedAt = performance.now();
      this.#events.joined(connection, answer);
    } catch (error) {
      if (error instanceof SdkError && finalCodes.has(error.code)) {
        this.close();
        this.#events.refused(error);
      } else {
        connection.close();
      }
    }
  }

  #lost(): void {
    if (this.#closed) return;
    this.#events.away();
    if (performance.now() - this.#joinedAt > GOOD_MS) this.#waitMs = FIRST_WAIT_MS;
    this.#joinedAt = Infinity;
    // Spread, so that a server that comes back is not met by everybody in the same moment.
    const wait = this.#waitMs * (0.5 + Math.random());
    this.#waitMs = Math.min(2 * this.#waitMs, MAX_WAIT_MS);
    this.#retry = setTimeout(() => {
      this.#connect();
    }, wait);
  }
}
