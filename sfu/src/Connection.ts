import type { Logger } from "pino";
import { WebSocket } from "ws";
import {
  type ClientRequest,
  type Notification,
  parseClientRequest,
  readMessage,
  type RequestData,
  type SfuErrorCode,
  SignallingError,
} from "@sotto/shared/signalling";
import { checkAdmission } from "./admission.ts";
import type { Call } from "./Call.ts";
import type { CallTable } from "./CallTable.ts";
import type { SfuLimits } from "./limits.ts";
import type { Meter } from "./meter.ts";
import type { Participant } from "./Participant.ts";
import { perform } from "./perform.ts";
import { SfuError } from "./SfuError.ts";
import { TokenBucket } from "./TokenBucket.ts";
import { welcome } from "./welcome.ts";

/** Sees every message of every connection; for tests that ask what a server could learn. */
export type Tap = (direction: "in" | "out", text: string) => void;

/** What a connection needs of its server. */
export interface ConnectionSetting {
  readonly calls: CallTable;
  readonly limits: SfuLimits;
  readonly logger: Logger;
  readonly meter: Meter;
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
  readonly tap: Tap;
}

/** WebSocket close codes (RFC 6455 §7.4.1). */
const closeCodes = { goingAway: 1001, badData: 1003, policy: 1008 } as const;
/** Requests that may wait for the one being worked on; then the socket is not read until some are done. */
const MAX_WAITING = 64;

interface Place {
  readonly call: Call;
  readonly participant: Participant;
}

/** One client's WebSocket: reads requests, has them done one after the other, and answers. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #setting: ConnectionSetting;
  readonly #requests: TokenBucket;
  readonly #joinDeadline: NodeJS.Timeout;
  #place: Place | undefined;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #closed = false;

  constructor(socket: WebSocket, setting: ConnectionSetting) {
    this.#socket = socket;
    this.#setting = setting;
    const { requestBurst, requestsPerSecond, joinMs } = setting.limits;
    this.#requests = new TokenBucket(requestBurst, requestsPerSecond, setting.now());
    this.#joinDeadline = setTimeout(() => {
      this.#close("goingAway", "nobody joined");
    }, joinMs);
    socket.on("message", (data: Buffer, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on("error", () => {
      // What was wrong with the bytes is the sender's business; `ws` has said so in its close frame.
      this.#end();
    });
    socket.on("close", () => {
      this.#end();
    });
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    if (isBinary) {
      this.#close("badData", "messages are text");
      return;
    }
    if (!this.#requests.take(this.#setting.now())) {
      this.#close("policy", "too many requests");
      return;
    }
    const text = data.toString("utf8");
    this.#setting.tap("in", text);
    const request = this.#parse(text);
    if (request === undefined) return;
    this.#waiting += 1;
    if (this.#waiting >= MAX_WAITING) this.#socket.pause();
    this.#work = this.#work.then(async () => {
      if (!this.#closed) await this.#answer(request);
      this.#waiting -= 1;
      if (this.#socket.isPaused && this.#waiting < MAX_WAITING / 2) this.#socket.resume();
    });
  }

  /** The request, or undefined if it was refused: answered where its id can be read, else the connection ends. */
  #parse(text: string): ClientRequest | undefined {
    try {
      return parseClientRequest(readMessage(text));
    } catch (error) {
      if (error instanceof SignallingError && error.requestId !== undefined) {
        this.#fail(error.requestId, error.code, error.message);
      } else {
        this.#close("badData", "not a request");
      }
      return undefined;
    }
  }

  async #answer(request: ClientRequest): Promise<void> {
    const { meter, now, logger } = this.#setting;
    const begun = now();
    try {
      if (request.method === "join") await this.#join(request.id, request.data);
      else if (request.method === "ping") this.#send({ id: request.id, ok: true, data: {} });
      else {
        const { participant, call } = this.#joined();
        const data = await perform(request, participant, call);
        this.#send({ id: request.id, ok: true, data });
      }
    } catch (error) {
      if (error instanceof SfuError) {
        this.#fail(request.id, error.code, error.message);
        if (error.code === "sfu/bad-admission" || error.code === "sfu/evicted")
          this.#close("policy", error.message);
        return;
      }
      // Only the kind: messages of other libraries may quote what a client sent.
      const kind = error instanceof Error ? error.name : "unknown";
      logger.warn({ method: request.method, kind }, "request failed");
      this.#fail(request.id, "sfu/internal", "the request failed");
    } finally {
      meter.answered(request.method, (now() - begun) / 1_000);
    }
  }

  #joined(): Place {
    if (this.#place === undefined) throw new SfuError("sfu/not-joined", "join first");
    return this.#place;
  }

  async #join(id: number, data: RequestData<"join">): Promise<void> {
    if (this.#place !== undefined) throw new SfuError("sfu/invalid-parameters", "joined already");
    checkAdmission(data.callId, data.admission);
    const { calls, limits } = this.#setting;
    const call = await calls.open(data.callId);
    // The socket may have closed while the call was being made.
    if (this.#closed) return;
    const participant = call.join(data.participantId, data.resumeToken, (notification) => {
      this.#tell(notification);
    });
    clearTimeout(this.#joinDeadline);
    this.#place = { call, participant };
    // In one go with joining: no notification may come between what the answer says and the answer.
    const { answer, further } = welcome(call, participant, limits);
    this.#send({ id, ok: true, data: answer });
    for (const notification of further) this.#tell(notification);
  }

  #tell(notification: Notification): void {
    this.#send(notification);
    if (notification.method === "replaced") this.#close("goingAway", "replaced");
    if (notification.method === "evicted") this.#close("policy", "evicted");
    if (notification.method === "closing") this.#close("goingAway", "closing");
  }

  #fail(id: number, code: SfuErrorCode, message: string): void {
    this.#setting.meter.refused(code);
    this.#send({ id, ok: false, error: { code, message: message.slice(0, 256) } });
  }

  #send(message: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#setting.limits.unsentBytes) {
      this.#setting.meter.cut("signalling");
      this.#socket.terminate();
      return;
    }
    const text = JSON.stringify(message);
    this.#setting.tap("out", text);
    this.#socket.send(text);
  }

  /** Says why and closes; what the participant owned is closed at once. */
  #close(code: keyof typeof closeCodes, reason: string): void {
    this.#end();
    this.#socket.close(closeCodes[code], reason);
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#joinDeadline);
    const place = this.#place;
    this.#place = undefined;
    place?.call.leave(place.participant);
  }
}
