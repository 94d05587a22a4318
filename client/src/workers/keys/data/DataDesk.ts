import type { MemberEvent, MemberSession } from "@sotto/keyserver-protocol/member";
import { fromBase64Url, SottoError, toBase64Url } from "@sotto/shared/codec";
import { asParticipantId } from "@sotto/shared/ids";
import type { FromKeys, ToKeys } from "../../protocol.ts";
import { DataSeal, type OpenedData } from "./DataSeal.ts";
import { dataKindOf } from "./dataMessage.ts";

/** What the page says about data messages. */
export type DataRequest = Extract<ToKeys, { type: "channel" | "heard" | "seal" }>;

/** Whether a message of the page's is about data messages. */
export function isDataRequest(message: ToKeys): message is DataRequest {
  return message.type === "channel" || message.type === "heard" || message.type === "seal";
}

/** The key worker's end of the data channels: what the page passes on is sealed and opened here. */
export class DataDesk {
  readonly #seal = new DataSeal();
  readonly #tell: (message: FromKeys) => void;
  readonly #now: () => number;

  /** @param now a clock that never goes back, ms */
  constructor(tell: (message: FromKeys) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  /** Takes notice of an event. An epoch's data secret is this desk's from then on. */
  event(event: MemberEvent): void {
    if (event.type === "reached") this.#seal.reached(event.epoch, this.#now());
    if (event.type !== "epoch") return;
    this.#seal.addEpoch(event, this.#now());
    for (const opened of this.#seal.release(this.#now())) this.#pass(opened);
  }

  /** Does what the page asks. */
  request(request: DataRequest, session: MemberSession | undefined): void {
    switch (request.type) {
      case "channel":
        session?.setChannel(request.isOpen);
        return;
      case "heard":
        this.#heard(request.bytes, session);
        return;
      case "seal":
        this.#tell({ type: "sealed", id: request.id, ...this.#sealed(request) });
    }
  }

  /** Lets go of old keys. To be called every second or so. */
  tick(): void {
    this.#seal.expire(this.#now());
  }

  #heard(bytes: Uint8Array, session: MemberSession | undefined): void {
    const kind = dataKindOf(bytes);
    if (kind === "report") session?.heard(bytes.slice(1));
    if (kind !== "application") return;
    const opened = this.#seal.open(bytes, this.#now());
    if (opened !== undefined) this.#pass(opened);
  }

  #pass({ from, topic, bytes }: OpenedData): void {
    this.#tell({ type: "data", participantKey: toBase64Url(from), topic, bytes });
  }

  #sealed({ topic, bytes, lossy, to }: DataRequest & { type: "seal" }) {
    try {
      const target = to === null ? undefined : asParticipantId(fromBase64Url(to));
      return { bytes: this.#seal.seal({ topic, bytes }, lossy, target, this.#now()) };
    } catch (error) {
      const code = error instanceof SottoError ? error.code : "data/failed";
      return { error: { code, message: "the message cannot be sealed" } };
    }
  }
}
