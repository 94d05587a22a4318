import type { types } from "mediasoup";
import { fromBase64Url } from "@sotto/shared/codec";
import type { Logger } from "pino";
import type { Notification, RequestData } from "@sotto/shared/signalling";
import type { Branch } from "./Branch.ts";
import { Branches, type Workers } from "./Branches.ts";
import { DataBus } from "./data/DataBus.ts";
import { Evictions } from "./Evictions.ts";
import type { Capacity } from "./Capacity.ts";
import type { SfuLimits } from "./limits.ts";
import type { Meter } from "./meter.ts";
import { Participant, type ProducerData } from "./Participant.ts";
import { ResumeTokens } from "./ResumeTokens.ts";
import { SfuError } from "./SfuError.ts";
import { type IceServer, turnCredentials, type TurnOptions } from "./turnCredentials.ts";

/** A producer and whose it is. */
export interface FoundProducer {
  readonly producer: types.Producer<ProducerData>;
  /** Where it comes in. */
  readonly branch: Branch;
  readonly participant: Participant;
}

/** What a call needs of its server. */
export interface CallSetting {
  readonly limits: SfuLimits;
  readonly capacity: Capacity;
  readonly meter: Meter;
  /** Relays that participants are told of. */
  readonly turn?: TurnOptions;
  readonly logger: Logger;
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
}

/** One call: its routers, and the participants they connect. */
export class Call {
  readonly branches: Branches;
  readonly data: DataBus;
  readonly evictions: Evictions;
  readonly #participants = new Map<string, Participant>();
  readonly #resumeTokens: ResumeTokens;
  readonly #setting: CallSetting;
  readonly #onEnd: () => void;
  #rtpCapabilities: types.RtpCapabilities = {};
  #linger: NodeJS.Timeout | undefined;
  #ended = false;

  private constructor(pool: Workers, setting: CallSetting, onEnd: () => void) {
    const { limits, capacity, meter } = setting;
    this.#setting = setting;
    this.branches = new Branches(pool, limits.spreadLoad, capacity, () => {
      this.#turnOutDisplaced();
    });
    this.data = new DataBus(meter);
    this.evictions = new Evictions(4 * limits.participantsPerCall);
    this.#resumeTokens = new ResumeTokens(2 * limits.participantsPerCall);
    this.#onEnd = onEnd;
  }

  /**
   * Makes a call and its first router. `onEnd` is called once: when the call was empty for a while, or was closed.
   * @throws SfuError `sfu/internal` if no worker runs
   * @throws if the worker dies
   */
  static async create(pool: Workers, setting: CallSetting, onEnd: () => void): Promise<Call> {
    const call = new Call(pool, setting, onEnd);
    try {
      const router = await call.branches.choose("send").opened;
      call.#rtpCapabilities = router.rtpCapabilities;
    } catch (error) {
      call.close("the call could not be made");
      throw error;
    }
    call.#lingerIfEmpty();
    return call;
  }

  /** What every one of its routers takes. */
  get rtpCapabilities(): types.RtpCapabilities {
    return this.#rtpCapabilities;
  }

  /** The router where streams come in. @throws while there is none */
  get router(): types.Router {
    const router = this.branches.stage?.router;
    if (router === undefined) throw new SfuError("sfu/internal", "the call has no router");
    return router;
  }

  /** By participant id. */
  get participants(): ReadonlyMap<string, Participant> {
    return this.#participants;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The relays that a client may use from now on, with a credential of its own; none if there are none. */
  relays(): { readonly iceServers?: IceServer[] } {
    const { turn } = this.#setting;
    return turn === undefined ? {} : { iceServers: [turnCredentials(turn, Date.now())] };
  }

  /**
   * Takes somebody in. Who shows the token of a participant that is here takes its place.
   * @throws SfuError `sfu/bad-resume-token` if the id is another's, `sfu/evicted` if the members have put it out,
   * `sfu/limit` if the call is full, `sfu/internal` if it has ended
   */
  join(id: string, resumeToken: string, notify: (notification: Notification) => void): Participant {
    if (this.#ended) throw new SfuError("sfu/internal", "the call has ended");
    const token = fromBase64Url(resumeToken);
    if (!this.#resumeTokens.fits(id, token)) {
      throw new SfuError("sfu/bad-resume-token", "this participant is somebody else");
    }
    if (this.evictions.isBarred(id)) throw new SfuError("sfu/evicted", "the members have put it out");
    const earlier = this.#participants.get(id);
    const { limits } = this.#setting;
    if (earlier === undefined && this.#participants.size >= limits.participantsPerCall) {
      throw new SfuError("sfu/limit", "the call is full");
    }
    if (earlier !== undefined) {
      earlier.notify({ method: "replaced", data: {} });
      this.leave(earlier);
    }
    clearTimeout(this.#linger);
    const participant = new Participant(id, this, this.#setting, notify);
    this.#participants.set(id, participant);
    this.#resumeTokens.bind(id, token, (known) => this.#participants.has(known));
    this.tellOthers(id, { method: "participantJoined", data: { participantId: id } });
    return participant;
  }

  /** Closes what a participant owned and tells the others. Does nothing if somebody else has its place by now. */
  leave(participant: Participant): void {
    participant.close();
    if (this.#participants.get(participant.id) !== participant) return;
    this.#participants.delete(participant.id);
    this.tellOthers(participant.id, { method: "participantLeft", data: { participantId: participant.id } });
    this.#lingerIfEmpty();
  }

  /**
   * Puts participants out at the word of somebody who proves to be a member, for as long as the call lasts.
   * @throws SfuError `sfu/bad-capability`
   */
  evict({ participantIds, capability, nextCapabilityHash }: RequestData<"evict">): void {
    this.evictions.replace(capability, nextCapabilityHash);
    this.evictions.bar(participantIds);
    for (const id of participantIds) {
      const participant = this.#participants.get(id);
      if (participant === undefined) continue;
      participant.notify({ method: "evicted", data: {} });
      this.leave(participant);
    }
  }

  /** Tells everybody but one, and those who will make everything anew because their worker has died. */
  tellOthers(exceptId: string, notification: Notification): void {
    for (const other of this.#participants.values()) {
      if (other.id !== exceptId && !other.isDisplaced) other.notify(notification);
    }
  }

  /** Producers of all participants. */
  get producerCount(): number {
    let count = 0;
    for (const { producers } of this.#participants.values()) count += producers.size;
    return count;
  }

  findProducer(producerId: string): FoundProducer | undefined {
    for (const participant of this.#participants.values()) {
      const producer = participant.producers.get(producerId);
      const branch = participant.branchOf("send");
      if (producer !== undefined && branch !== undefined) return { producer, branch, participant };
    }
    return undefined;
  }

  /** Ends the call for everybody. Does nothing if it has ended. */
  close(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#linger);
    const participants = [...this.#participants.values()];
    // Nobody is left to be told who leaves.
    this.#participants.clear();
    for (const participant of participants) {
      participant.notify({ method: "closing", data: { reason } });
      // Before the routers: mediasoup's server keeps a transport for ever if its router closes it.
      participant.close();
    }
    this.branches.close();
    this.#setting.logger.debug(this.data.counts, "data messages of a call");
    this.#onEnd();
  }

  /** Those whose worker has died come back by themselves, and find another. */
  #turnOutDisplaced(): void {
    for (const participant of [...this.#participants.values()]) {
      if (participant.isDisplaced) participant.expel("the media worker has stopped");
    }
  }

  #lingerIfEmpty(): void {
    if (this.#ended || this.#participants.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.close("everybody has left");
    }, this.#setting.limits.lingerMs);
  }
}
