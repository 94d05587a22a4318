import type { Logger } from "pino";
import { WebSocket } from "ws";
import {
  type ClientRequest,
  type Notification,
  parseClientRequest,
  readMessage,
  SignallingError,
  type SfuErrorCode,
} from "@sotto/shared/signalling";
import { checkAdmission } from "./admission.ts";
import type { Call } from "./Call.ts";
import type { CallTable } from "./CallTable.ts";
import type { SfuLimits } from "./limits.ts";
import type { Participant } from "./Participant.ts";
import { SfuError } from "./SfuError.ts";
import { TokenBucket } from "./TokenBucket.ts";

/** Sees every message of every connection; for tests that ask what a server could learn. */
export type Tap = (direction: "in" | "out", text: string) => void;

/** What a connection needs of its server. */
export interface ConnectionSetting {
  readonly calls: CallTable;
  readonly limits: SfuLimits;
  readonly logger: Logger;
  readonly now: () => number;
  readonly tap: Tap;
}

/** WebSocket close codes (RFC 6455 §7.4.1). */
const closeCodes = { goingAway: 1001, badData: 1003, policy: 1008 } as const;
/** Requests that may wait for the one that is being worked on. */
const MAX_WAITING = 256;

/** One client's WebSocket: reads requests, has them done one after the other, and answers. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #setting: ConnectionSetting;
  readonly #requests: TokenBucket;
  readonly #joinDeadline: NodeJS.Timeout;
  #place: { readonly call: Call; readonly participant: Participant } | undefined;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #closed = false;

  constructor(socket: WebSocket, setting: ConnectionSetting) {
    this.#socket = socket;
    this.#setting = setting;
    const { requestBurst, requestsPerSecond, joinMs } = setting.limits;
    this.#requests = new TokenBucket(requestBurst, requestsPerSecond, setting.now());
    this.#joinDeadline = setTimeout(() => {
      this.close("goingAway", "nobody joined");
    }, joinMs);
    socket.on("message", (data: Buffer, isBinary) => {
      this.#receive(data, isBinary);
    });
    socket.on("error", () => {
      // `ws` closes the socket by itself; what was wrong with the bytes is the sender's business.
      socket.terminate();
    });
    socket.on("close", () => {
      this.#end();
    });
  }

  /** Says why and closes; what the participant owned is closed at once. */
  close(code: keyof typeof closeCodes, reason: string): void {
    this.#end();
    this.#socket.close(closeCodes[code], reason);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    if (isBinary) {
      this.close("badData", "messages are text");
      return;
    }
    if (!this.#requests.take(this.#setting.now()) || this.#waiting >= MAX_WAITING) {
      this.#fail(0, "sfu/rate", "too many requests");
      this.close("policy", "too many requests");
      return;
    }
    const text = data.toString("utf8");
    this.#setting.tap("in", text);
    let request: ClientRequest;
    try {
      request = parseClientRequest(readMessage(text));
    } catch (error) {
      if (!(error instanceof SignallingError)) throw error;
      this.#fail(error.requestId ?? 0, error.code, error.message);
      // Whoever sends what is not even a request does not speak this protocol.
      if (error.requestId === undefined) this.close("badData", "not a request");
      return;
    }
    this.#waiting += 1;
    this.#work = this.#work.then(() => this.#answer(request));
  }

  async #answer(request: ClientRequest): Promise<void> {
    this.#waiting -= 1;
    if (this.#closed) return;
    try {
      const data = await this.#perform(request);
      this.#send({ id: request.id, ok: true, data: data ?? {} });
    } catch (error) {
      if (error instanceof SfuError) {
        this.#fail(request.id, error.code, error.message);
        if (error.code === "sfu/bad-admission") this.close("policy", error.message);
        return;
      }
      // Only the kind: messages of other libraries may quote what a client sent.
      this.#setting.logger.warn(
        { method: request.method, kind: error instanceof Error ? error.name : "unknown" },
        "request failed",
      );
      this.#fail(request.id, "sfu/internal", "the request failed");
    }
  }

  async #perform(request: ClientRequest): Promise<object | undefined> {
    if (request.method === "ping") return undefined;
    if (request.method === "join") return await this.#join(request.data);
    const participant = this.#place?.participant;
    if (participant === undefined) throw new SfuError("sfu/not-joined", "join first");
    switch (request.method) {
      case "createTransport":
        return await participant.createTransport(request.data);
      case "connectTransport":
        return void (await participant.connectTransport(request.data));
      case "restartIce":
        return await participant.restartIce(request.data);
      case "produce":
        return await participant.produce(request.data);
      case "closeProducer":
        return void participant.closeProducer(request.data);
      case "consume":
        return await participant.consume(request.data);
      case "resumeConsumer":
        return void (await participant.resumeConsumer(request.data));
      case "pauseConsumer":
        return void (await participant.pauseConsumer(request.data));
      case "closeConsumer":
        return void participant.closeConsumer(request.data);
      case "setPreferredLayers":
        return void (await participant.setPreferredLayers(request.data));
      case "requestKeyFrame":
        return void (await participant.requestKeyFrame(request.data));
    }
  }

  async #join(data: Extract<ClientRequest, { method: "join" }>["data"]): Promise<object> {
    if (this.#place !== undefined) throw new SfuError("sfu/invalid-parameters", "joined already");
    checkAdmission(data.callId, data.admission);
    const call = await this.#setting.calls.open(data.callId);
    // The socket may have closed while the call was being made.
    if (this.#closed) throw new SfuError("sfu/not-joined", "the connection has closed");
    const { participant, answer } = call.join(data.participantId, data.resumeToken, (notification) => {
      this.#tell(notification);
    });
    clearTimeout(this.#joinDeadline);
    this.#place = { call, participant };
    return answer;
  }

  #tell(notification: Notification): void {
    this.#send(notification);
    if (notification.method === "replaced") this.close("goingAway", "replaced");
    if (notification.method === "closing") this.close("goingAway", "closing");
  }

  #fail(id: number, code: SfuErrorCode, message: string): void {
    this.#send({ id, ok: false, error: { code, message: message.slice(0, 256) } });
  }

  #send(message: object): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#setting.limits.unsentBytes) {
      this.#socket.terminate();
      return;
    }
    const text = JSON.stringify(message);
    this.#setting.tap("out", text);
    this.#socket.send(text);
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
