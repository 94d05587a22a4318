import { createHash } from "node:crypto";
import type { types } from "mediasoup";
import { bytesEqualConstantTime, fromBase64Url } from "@sotto/shared/codec";
import { type Notification, type ResponseData, rtpCapabilitiesFrom } from "@sotto/shared/signalling";
import type { SfuLimits } from "./limits.ts";
import { Participant, type ProducerData } from "./Participant.ts";
import { SfuError } from "./SfuError.ts";
import type { MediaWorker } from "./WorkerPool.ts";
import { mediaCodecs } from "./mediaCodecs.ts";

/** A producer and whose it is. */
export interface FoundProducer {
  readonly producer: types.Producer<ProducerData>;
  readonly participant: Participant;
}

/** One call: a router, and the participants it connects. */
export class Call {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly #participants = new Map<string, Participant>();
  /** SHA-256 of the resume token of everybody who was ever here: a place is kept for who left it. */
  readonly #resumeTokens = new Map<string, Uint8Array>();
  readonly #limits: SfuLimits;
  readonly #now: () => number;
  readonly #onEnd: () => void;
  #linger: NodeJS.Timeout | undefined;

  private constructor(
    router: types.Router,
    place: MediaWorker,
    limits: SfuLimits,
    now: () => number,
    onEnd: () => void,
  ) {
    this.router = router;
    this.webRtcServer = place.webRtcServer;
    this.#limits = limits;
    this.#now = now;
    this.#onEnd = onEnd;
    place.load += 1;
    router.observer.once("close", () => {
      place.load -= 1;
      this.#end();
    });
    this.#lingerIfEmpty();
  }

  /** Makes a call on a worker. `onEnd` is called once, when the call is empty for a while or its worker died. */
  static async create(
    place: MediaWorker,
    limits: SfuLimits,
    now: () => number,
    onEnd: () => void,
  ): Promise<Call> {
    const router = await place.worker.createRouter({ mediaCodecs });
    return new Call(router, place, limits, now, onEnd);
  }

  /** By participant id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  /**
   * Takes somebody in. Who shows the token of a participant that is here takes its place.
   * @throws SfuError `sfu/bad-resume-token` if the id is another's, `sfu/limit` if the call is full
   */
  join(
    id: string,
    resumeToken: string,
    notify: (notification: Notification) => void,
  ): { participant: Participant; answer: ResponseData<"join"> } {
    const tokenHash = createHash("sha256").update(fromBase64Url(resumeToken)).digest();
    const known = this.#resumeTokens.get(id);
    if (known !== undefined && !bytesEqualConstantTime(known, tokenHash)) {
      throw new SfuError("sfu/bad-resume-token", "this participant is somebody else");
    }
    const earlier = this.#participants.get(id);
    if (earlier === undefined && this.#participants.size >= this.#limits.participantsPerCall) {
      throw new SfuError("sfu/limit", "the call is full");
    }
    if (earlier !== undefined) {
      earlier.notify({ method: "replaced", data: {} });
      this.leave(earlier);
    }
    if (known === undefined) this.#rememberToken(id, tokenHash);
    clearTimeout(this.#linger);
    const participant = new Participant(id, this, this.#limits, notify, this.#now);
    this.#participants.set(id, participant);
    this.tellOthers(id, { method: "participantJoined", data: { participantId: id } });
    return { participant, answer: this.#welcome(id) };
  }

  /** Closes what a participant owned and tells the others. Does nothing if somebody else has its place by now. */
  leave(participant: Participant): void {
    participant.close();
    if (this.#participants.get(participant.id) !== participant) return;
    this.#participants.delete(participant.id);
    this.tellOthers(participant.id, { method: "participantLeft", data: { participantId: participant.id } });
    this.#lingerIfEmpty();
  }

  tellOthers(exceptId: string, notification: Notification): void {
    for (const other of this.#participants.values()) {
      if (other.id !== exceptId) other.notify(notification);
    }
  }

  findProducer(producerId: string): FoundProducer | undefined {
    for (const participant of this.#participants.values()) {
      const producer = participant.producers.get(producerId);
      if (producer !== undefined) return { producer, participant };
    }
    return undefined;
  }

  /** Ends the call for everybody. */
  close(reason: string): void {
    for (const participant of this.#participants.values()) {
      participant.notify({ method: "closing", data: { reason } });
    }
    this.router.close();
  }

  #welcome(id: string): ResponseData<"join"> {
    const others = [...this.#participants.values()].filter((other) => other.id !== id);
    return {
      routerRtpCapabilities: rtpCapabilitiesFrom(this.router.rtpCapabilities),
      participants: others.map((other) => ({
        participantId: other.id,
        producers: [...other.producers.values()].map(({ id: producerId, kind, appData }) => ({
          producerId,
          kind,
          stream: appData.stream,
        })),
      })),
      limits: {
        participants: this.#limits.participantsPerCall,
        producers: this.#limits.producersPerParticipant,
        consumers: this.#limits.consumersPerParticipant,
      },
    };
  }

  /** Old places are forgotten, oldest first, so that a flood of made-up ids fills nothing. */
  #rememberToken(id: string, tokenHash: Uint8Array): void {
    this.#resumeTokens.set(id, tokenHash);
    for (const oldId of this.#resumeTokens.keys()) {
      if (this.#resumeTokens.size <= 2 * this.#limits.participantsPerCall) return;
      if (!this.#participants.has(oldId)) this.#resumeTokens.delete(oldId);
    }
  }

  #lingerIfEmpty(): void {
    if (this.#participants.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.router.close();
    }, this.#limits.lingerMs);
  }

  #end(): void {
    clearTimeout(this.#linger);
    for (const participant of this.#participants.values()) {
      participant.notify({ method: "closing", data: { reason: "the call's router has closed" } });
      participant.close();
    }
    this.#participants.clear();
    this.#onEnd();
  }
}
