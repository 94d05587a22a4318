import { toBase64Url } from "@sotto/shared/codec";
import type { Notification, ResponseData } from "@sotto/shared/signalling";
import type { FromKeys } from "../workers/protocol.ts";
import type { CallData } from "./data/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { type MediaEvents, MediaPlane } from "./MediaPlane.ts";
import type { OwnSources } from "./OwnSources.ts";
import type { Attention } from "./RemoteStreams.ts";
import type { MediaView } from "./people.ts";
import type { Source } from "./streams.ts";
import { SdkError } from "./SdkError.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { SfuLink } from "./SfuLink.ts";
import type { StatsFeed } from "./stats/index.ts";

/** How long the group may take to let in anew somebody whom the server has put out, ms. */
const EVICTED_MS = 15_000;

export type CallInfo = Extract<FromKeys, { type: "call" }>;

/** What the media of a call are made of. */
export interface CallMediaParts {
  readonly sfuUrl: string;
  readonly relayOnly: boolean;
  readonly frames: FrameWorker;
  readonly tileOf: Attention["tileOf"];
  readonly stats: StatsFeed;
  readonly data: CallData;
  readonly own: OwnSources;
}

/** What the call hears of its media, whichever connection they go over. */
export interface CallMediaEvents extends Omit<MediaEvents, "failed"> {
  /** Media can flow now. */
  readonly opened: () => void;
  /** The connection is gone; another is being made. */
  readonly away: () => void;
  readonly participantLeft: (participantKey: string) => void;
  /** There is no way on. */
  readonly failed: (code: string, message: string) => void;
}

/** The call's way to the forwarding server, for as long as the call lasts: connections come and go. */
export class CallMedia {
  readonly #parts: CallMediaParts;
  readonly #events: CallMediaEvents;
  #info: CallInfo | undefined;
  #link: SfuLink | undefined;
  #plane: MediaPlane | undefined;

  constructor(parts: CallMediaParts, events: CallMediaEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  /** The media over the connection that there is. */
  get plane(): MediaPlane | undefined {
    return this.#plane;
  }

  /** How the group knows us. */
  get participantKey(): string | undefined {
    return this.#info?.participantKey;
  }

  /**
   * The group knows us by this id now; after a rejoin it is another, and media starts anew under it.
   * @returns whether it is another than before
   */
  joinedAs(info: CallInfo): boolean {
    if (this.#info?.participantKey === info.participantKey) return false;
    this.#info = info;
    this.close();
    this.#link = new SfuLink(
      this.#parts.sfuUrl,
      {
        callId: info.sfuCallId,
        admission: info.sfuAdmission,
        participantId: info.participantKey,
        resumeToken: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
      },
      {
        joined: (connection, answer) => void this.#open(connection, answer),
        notification: (notification) => {
          this.#notified(notification);
        },
        away: () => {
          this.#drop();
          this.#events.away();
        },
        refused: ({ code, message }) => {
          if (code === "sfu/evicted") this.#evicted(info, message);
          else this.#events.failed(code, message);
        },
      },
    );
    return true;
  }

  /** Makes all media anew, over a new connection. */
  reconnect(): void {
    this.#link?.reconnect();
  }

  /** What there is of somebody's source, or of one's own. */
  view(participantKey: string, source: Source): MediaView {
    if (participantKey === this.participantKey) return this.#parts.own.view(source);
    const remote = this.#plane?.remote(participantKey, source);
    return { track: remote?.track, state: remote?.live === true ? "live" : "waiting-key" };
  }

  close(): void {
    this.#link?.close();
    this.#drop();
  }

  /**
   * Whoever is put out at the server was removed from the group; the group says so, or lets them in anew under another
   * id. If it does neither, a member has abused its right.
   */
  #evicted(info: CallInfo, message: string): void {
    this.#drop();
    this.#events.away();
    setTimeout(() => {
      if (this.#info === info) this.#events.failed("call/removed", message);
    }, EVICTED_MS);
  }

  #notified(notification: Notification): void {
    if (notification.method === "replaced") {
      this.#events.failed("call/replaced", "the call goes on in another tab");
      return;
    }
    if (notification.method === "participantLeft") {
      this.#events.participantLeft(notification.data.participantId);
    }
    this.#plane?.notified(notification);
    this.#parts.data.notified(notification);
  }

  async #open(connection: SfuConnection, answer: ResponseData<"join">): Promise<void> {
    const { frames, tileOf, stats, data, own, relayOnly } = this.#parts;
    const plane = new MediaPlane(connection, frames, tileOf, stats, {
      ...this.#events,
      failed: () => {
        if (this.#plane === plane) this.#link?.reconnect();
      },
    });
    // From now on it hears what the server says, also while its transports are being made.
    this.#plane = plane;
    try {
      await plane.start(answer, relayOnly);
      // Without it the call goes on; the members' reports are missing then, as in a call with somebody who has none.
      data.open({ connection, ...plane.transports }, answer).catch(() => undefined);
      this.#events.opened();
      await own.sendOver(plane);
    } catch (error) {
      // No use trying again, and no other way is allowed.
      if (error instanceof SdkError && error.code === "relay/unavailable")
        this.#events.failed(error.code, error.message);
      // Half a media plane is none: the link makes another, unless it is doing so already.
      else if (this.#plane === plane) this.#link?.reconnect();
    }
  }

  #drop(): void {
    this.#parts.data.close();
    this.#plane?.close();
    this.#plane = undefined;
    void this.#parts.own.sendOver(undefined);
  }
}
