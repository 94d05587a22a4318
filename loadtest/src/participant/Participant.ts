import { randomBytes } from "node:crypto";
import type { EpochCause, SuiteName } from "@sotto/keyserver-protocol/member";
import type { Epoch, LinkSecret } from "@sotto/shared/ids";
import { MemberKeys, profileOf, type SourceName } from "../frames/index.ts";
import type { KeyThread, Member, MemberNews } from "../keys/index.ts";
import type { Rtc } from "../rtc/index.ts";
import type { ReceiveCounts } from "./Incoming.ts";
import { MediaSession } from "./MediaSession.ts";
import { Outgoing } from "./Outgoing.ts";

/** What one participant does. */
export interface ParticipantPlan {
  readonly index: number;
  readonly linkSecret: LinkSecret;
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
  readonly sends: readonly SourceName[];
  readonly tiles: number;
  /** Bit/s. */
  readonly screenBitrate: number;
  /** Share of packets lost each way. */
  readonly loss: number;
  readonly rotateMs: number;
  readonly expectedSize: number;
  readonly suite?: SuiteName;
}

/** What happens to a participant, as it happens; times in ms since 1970. */
export type ParticipantEvent =
  | { readonly type: "joined"; readonly ms: number }
  | { readonly type: "member"; readonly ms: number }
  | { readonly type: "firstFrame"; readonly ms: number }
  | { readonly type: "commit"; readonly epoch: number; readonly at: number; readonly bytes: number }
  | { readonly type: "epoch"; readonly epoch: number; readonly cause: EpochCause; readonly at: number }
  | { readonly type: "switched"; readonly epoch: number; readonly at: number }
  | { readonly type: "back"; readonly ms: number }
  | { readonly type: "failed"; readonly reason: string };

type CallNews = Extract<MemberNews, { type: "call" }>;

/** How often it is looked whether another epoch is sent with, ms. */
const SWITCH_CHECK_MS = 10;
/** How long joining may take before it counts as failed, ms. */
const JOIN_MS = 120_000;
/** Pause before a lost media connection is made anew, ms. */
const AGAIN_MS = 500;

/** A whole participant without a browser: a real member of the group with real media connections. */
export class Participant {
  readonly plan: ParticipantPlan;
  readonly counts: ReceiveCounts;
  readonly #rtc: Rtc;
  readonly #onEvent: (event: ParticipantEvent) => void;
  readonly #keys = new MemberKeys();
  readonly #outgoing: readonly Outgoing[];
  readonly #member: Member;
  readonly #resumeToken = new Uint8Array(randomBytes(32));
  readonly #beganAt = performance.now();
  readonly #ended = { traffic: { sent: 0, received: 0, packetsSent: 0, packetsReceived: 0, repaired: 0 } };
  #media: MediaSession | undefined;
  #call: CallNews | undefined;
  #sending: Epoch | undefined;
  #isMember = false;
  #closed = false;
  #switchTimer: NodeJS.Timeout | undefined;
  readonly #deadline: NodeJS.Timeout;
  isJoined = false;
  #hasFrame = false;

  /** @param delay is told the age of each frame that comes, ms */
  constructor(
    plan: ParticipantPlan,
    rtc: Rtc,
    keys: KeyThread,
    delay: (ms: number) => void,
    onEvent: (event: ParticipantEvent) => void,
  ) {
    this.plan = plan;
    this.counts = {
      ...{ frames: 0, lost: 0, decryptFailures: 0, unknownEpoch: 0, misattributed: 0, foreign: 0, delay },
    };
    this.#rtc = rtc;
    this.#onEvent = (event) => {
      if (!this.#closed) onEvent(event);
    };
    this.#outgoing = plan.sends.map((source) => new Outgoing(profileOf(source, plan.screenBitrate)));
    this.#deadline = setTimeout(() => {
      this.#onEvent({ type: "failed", reason: "not joined in time" });
    }, JOIN_MS);
    const { index, linkSecret, keyserverUrl, rotateMs, expectedSize, suite } = plan;
    this.#member = keys.open(
      {
        ...{ index, linkSecret, keyserverUrl, rotateMs, expectedSize },
        ...(suite !== undefined && { suite }),
      },
      (news) => {
        this.#heard(news);
      },
    );
  }

  /** Frames that were sent, all layers. */
  get framesSent(): number {
    return this.#outgoing.reduce((sum, { frames }) => sum + frames, 0);
  }

  get traffic(): MediaSession["traffic"] {
    const before = this.#ended.traffic;
    const now = this.#media?.traffic;
    if (now === undefined) return before;
    return {
      ...{ sent: before.sent + now.sent, received: before.received + now.received },
      packetsSent: before.packetsSent + now.packetsSent,
      packetsReceived: before.packetsReceived + now.packetsReceived,
      repaired: before.repaired + now.repaired,
    };
  }

  /** Leaves as a person does. */
  leave(): void {
    this.#close();
    this.#media?.close();
    this.#member.leave();
  }

  /** Vanishes: the others have to find out. */
  vanish(): void {
    this.#close();
    this.#media?.cut();
    this.#member.close();
  }

  /** The network breaks for a moment: the media connection is made anew. */
  cutMedia(): void {
    const broken = this.#media;
    if (broken === undefined || this.#closed) return;
    this.#lose(broken);
    broken.cut();
    void this.#openMedia(performance.now());
  }

  #close(): void {
    this.#closed = true;
    clearTimeout(this.#deadline);
    clearInterval(this.#switchTimer);
    if (this.#media !== undefined) this.#lose(this.#media);
    setTimeout(() => {
      this.#keys.wipe();
    }, 0);
  }

  #lose(session: MediaSession): void {
    this.#ended.traffic = this.traffic;
    if (this.#media === session) this.#media = undefined;
  }

  #heard(news: MemberNews): void {
    if (this.#closed) return;
    switch (news.type) {
      case "call":
        this.#call = news;
        this.#joinedGroup();
        return;
      case "epoch": {
        const { keys, at } = news;
        this.#keys.add(keys, performance.now());
        this.#onEvent({ type: "epoch", epoch: keys.epoch, cause: keys.cause, at });
        this.#lookAtEpoch();
        this.#joinedGroup();
        return;
      }
      case "reached":
        this.#keys.reached(news.epoch, performance.now());
        this.#lookAtEpoch();
        return;
      case "report":
        this.#media?.report(news.sealed);
        return;
      case "commit":
      case "failed":
        this.#onEvent(news);
        return;
    }
  }

  #joinedGroup(): void {
    if (this.#isMember || this.#call === undefined || this.#keys.sending(performance.now()) === undefined)
      return;
    this.#isMember = true;
    this.#onEvent({ type: "member", ms: performance.now() - this.#beganAt });
    this.#switchTimer = setInterval(() => {
      this.#lookAtEpoch();
    }, SWITCH_CHECK_MS);
    void this.#openMedia(this.#beganAt);
  }

  #lookAtEpoch(): void {
    const sending = this.#keys.sending(performance.now());
    if (sending === undefined || sending.epoch === this.#sending) return;
    this.#sending = sending.epoch;
    this.#onEvent({ type: "switched", epoch: sending.epoch, at: performance.timeOrigin + sending.since });
    for (const outgoing of this.#outgoing) outgoing.refresh();
  }

  async #openMedia(since: number): Promise<void> {
    const call = this.#call;
    if (call === undefined || this.#closed) return;
    try {
      const { sfuUrl, tiles, loss } = this.plan;
      const media: MediaSession = await MediaSession.open({
        ...{ rtc: this.#rtc, sfuUrl, call, resumeToken: this.#resumeToken, outgoing: this.#outgoing },
        ...{ tiles, loss, keys: this.#keys, counts: this.counts },
        onFrame: () => {
          this.#firstFrame();
        },
        onReport: (sealed) => {
          this.#member.heard(sealed);
        },
        onChannel: (isOpen) => {
          this.#member.setChannel(isOpen);
        },
        onEnd: () => {
          this.#lose(media);
          this.#again();
        },
      });
      // It may have been closed meanwhile.
      if (this.#isClosed()) {
        media.close();
        return;
      }
      this.#media = media;
      this.#opened(performance.now() - since);
    } catch (error) {
      this.#onEvent({ type: "failed", reason: error instanceof Error ? error.message : "media" });
      this.#again();
    }
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  #opened(ms: number): void {
    if (this.isJoined) {
      this.#onEvent({ type: "back", ms });
      return;
    }
    this.isJoined = true;
    clearTimeout(this.#deadline);
    this.#onEvent({ type: "joined", ms });
    const streams = this.#outgoing.map(({ profile: { stream, layers, source, codec } }) => ({
      ...{ stream, layers: layers.length, source, codec },
    }));
    const has = (source: SourceName): boolean => this.plan.sends.includes(source);
    this.#member.publish({
      ...{ type: "state", streams, recording: false, handSince: 0 },
      ...{ microphoneOn: has("microphone"), cameraOn: has("camera"), screenOn: has("screen") },
    });
  }

  #again(): void {
    if (this.#closed) return;
    setTimeout(() => void this.#openMedia(performance.now()), AGAIN_MS);
  }

  #firstFrame(): void {
    if (this.#hasFrame) return;
    this.#hasFrame = true;
    this.#onEvent({ type: "firstFrame", ms: performance.now() - this.#beganAt });
  }
}
