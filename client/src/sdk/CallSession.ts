import { toBase64Url } from "@sotto/shared/codec";
import type { LinkSecret } from "@sotto/shared/ids";
import type { StateMessage } from "@sotto/keyserver-protocol/member";
import type { Notification, ResponseData } from "@sotto/shared/signalling";
import type { FromKeys, RosterPerson } from "../workers/protocol.ts";
import type { Call, JoinOptions } from "./Call.ts";
import type { CallEvents, CallState, NoticeCode, NoticeSeverity } from "./callState.ts";
import { Emitter } from "./Emitter.ts";
import { FrameWorker } from "./FrameWorker.ts";
import { KeyWorker } from "./KeyWorker.ts";
import { describeOwn, MediaPlane } from "./MediaPlane.ts";
import { type MediaView, peopleOf } from "./people.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { SfuLink } from "./SfuLink.ts";
import type { Source } from "./streams.ts";
import { tabSecret } from "./tabSecret.ts";

/** Seconds between rotations where nobody says otherwise. */
const DEFAULT_ROTATE_SECONDS = 30;
/** How long the others may take to hear the goodbye before the workers are ended, ms. */
const GOODBYE_MS = 2_000;

type CallInfo = Extract<FromKeys, { type: "call" }>;

interface OwnTrack {
  track: MediaStreamTrack | null;
  on: boolean;
  stopped: boolean;
}

/** A call: brings the group's keys, the media and what is shown of both together. Holds no key. */
export class CallSession implements Call {
  readonly #options: JoinOptions;
  readonly #emitter = new Emitter<CallEvents>();
  readonly #listeners = new Set<() => void>();
  readonly #frames: FrameWorker;
  readonly #keys: KeyWorker;
  readonly #own: Record<Source, OwnTrack>;
  readonly #said = new Map<string, StateMessage>();
  #roster: readonly RosterPerson[] = [];
  #info: CallInfo | undefined;
  #link: SfuLink | undefined;
  #media: MediaPlane | undefined;
  #lastSaid = "";
  #onLeft: (() => void) | undefined;
  #state: CallState = {
    phase: "connecting",
    media: "connecting",
    keys: "ok",
    encrypted: false,
    people: [],
  };

  constructor(linkSecret: LinkSecret, options: JoinOptions) {
    this.#options = options;
    const { microphone = null, camera = null, servers, displayName, suite } = options;
    this.#own = {
      microphone: { track: microphone, on: microphone !== null, stopped: false },
      camera: { track: camera, on: camera !== null, stopped: false },
    };
    this.#frames = new FrameWorker();
    this.#keys = new KeyWorker(
      (message) => {
        this.#keysSaid(message);
      },
      () => {
        this.#fail("browser/unsupported", "the key worker cannot run in this browser");
      },
    );
    const { port1, port2 } = new MessageChannel();
    this.#frames.connectKeys(port1);
    this.#keys.post(
      {
        type: "open",
        frames: port2,
        linkSecret,
        tabSecret: tabSecret(globalThis.sessionStorage),
        keyserverUrl: servers.keyserverUrl,
        displayName,
        rotateMs: (options.rotateSeconds ?? DEFAULT_ROTATE_SECONDS) * 1000,
        ...(suite !== undefined && { suite }),
      },
      [port2],
    );
  }

  get state(): CallState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  on<E extends keyof CallEvents>(event: E, listener: (detail: CallEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  async setMicrophone(track: MediaStreamTrack | null): Promise<void> {
    await this.#setTrack("microphone", track, track !== null);
  }

  async setMicrophoneOn(on: boolean): Promise<void> {
    const own = this.#own.microphone;
    own.on = on && own.track !== null;
    if (own.track === null) return;
    const sent = this.#media?.own.get("microphone");
    if (sent === undefined && on && !own.stopped) await this.#send("microphone");
    sent?.setEnabled(on);
    this.#refresh();
  }

  async setCamera(track: MediaStreamTrack | null): Promise<void> {
    await this.#setTrack("camera", track, track !== null);
  }

  async leave(): Promise<void> {
    if (this.#over) return;
    // The picture and the sound end with the click; the goodbye may take a moment.
    this.#closeMedia();
    const said = new Promise<void>((resolve) => {
      this.#onLeft = resolve;
    });
    this.#keys.post({ type: "leave" });
    this.#update({ phase: "left", people: [] });
    await Promise.race([said, new Promise((resolve) => setTimeout(resolve, GOODBYE_MS))]);
    this.#terminate();
    this.#emitter.emit("left", undefined);
  }

  get #over(): boolean {
    return this.#state.phase === "left" || this.#state.phase === "failed";
  }

  #keysSaid(message: FromKeys): void {
    if (message.type === "left") {
      this.#onLeft?.();
      return;
    }
    if (this.#over) return;
    switch (message.type) {
      case "phase":
        this.#phaseChanged(message);
        return;
      case "call":
        this.#joinedAs(message);
        return;
      case "epoch":
        this.#roster = message.roster;
        for (const key of this.#said.keys()) {
          if (!message.roster.some(({ participantKey }) => participantKey === key)) this.#said.delete(key);
        }
        this.#update({
          epoch: { number: message.number, since: message.since },
          callCode: message.callCode,
        });
        this.#refresh();
        return;
      case "app":
        if (message.message.type === "state") {
          this.#said.set(message.participantKey, message.message);
          this.#refresh();
        }
        return;
      case "health":
        this.#healthChanged(message.state, message.reason);
    }
  }

  #phaseChanged({ phase, error }: Extract<FromKeys, { type: "phase" }>): void {
    if (phase === "failed") {
      this.#fail(error?.code ?? "call/failed", error?.message ?? "the call ended with an error");
      return;
    }
    // "left" comes when somebody else ended it for us; our own goodbye is handled by `leave`.
    if (phase === "left") {
      this.#fail("call/removed", "this device was removed from the call");
      return;
    }
    this.#update({ phase });
    if (phase === "joined") this.#sayState();
  }

  #healthChanged(state: "ok" | "degraded", reason: "keyserver-away" | "rotation-late" | undefined): void {
    const before = this.#state.keys;
    this.#update({ keys: state });
    if (state === before) return;
    if (state === "degraded" && reason === "keyserver-away") this.#notice("keyserver/away", "warning");
    if (state === "ok") this.#notice("keyserver/back", "info");
  }

  /** The group knows us by this id now; after a rejoin it is another, and media starts anew under it. */
  #joinedAs(info: CallInfo): void {
    if (this.#info?.participantKey === info.participantKey) return;
    this.#info = info;
    this.#link?.close();
    this.#dropMedia();
    this.#lastSaid = "";
    this.#said.clear();
    this.#link = new SfuLink(
      this.#options.servers.sfuUrl,
      {
        callId: info.sfuCallId,
        admission: info.sfuAdmission,
        participantId: info.participantKey,
        resumeToken: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
      },
      {
        joined: (connection, answer) => void this.#openMedia(connection, answer),
        notification: (notification) => {
          this.#notified(notification);
        },
        away: () => {
          this.#mediaAway();
        },
        refused: ({ code, message }) => {
          this.#fail(code, message);
        },
      },
    );
  }

  #notified(notification: Notification): void {
    if (notification.method === "replaced") {
      this.#fail("call/replaced", "the call goes on in another tab");
      return;
    }
    if (notification.method === "participantLeft") {
      this.#keys.post({ type: "hintGone", participantKey: notification.data.participantId });
    }
    this.#media?.notified(notification);
  }

  async #openMedia(connection: SfuConnection, answer: ResponseData<"join">): Promise<void> {
    try {
      const media = await MediaPlane.open(connection, answer, this.#frames, {
        changed: () => {
          this.#refresh();
        },
        unsafe: (source, why) => {
          this.#unsafe(source, why);
        },
        unreadable: (participantKey) => {
          this.#unreadable(participantKey);
        },
        failed: () => this.#link?.reconnect(),
      });
      if (this.#over) {
        media.close();
        return;
      }
      this.#media = media;
      const back = this.#state.media === "reconnecting";
      this.#update({ media: "connected" });
      if (back) this.#notice("sfu/back", "info");
      this.#refresh();
      await Promise.all([this.#send("microphone"), this.#send("camera")]);
    } catch {
      // Half a media plane is none: the link makes another.
      this.#link?.reconnect();
    }
  }

  #mediaAway(): void {
    this.#dropMedia();
    if (this.#over) return;
    const first = this.#state.media === "connected";
    if (first) this.#notice("sfu/away", "warning");
    this.#update({ media: this.#state.media === "connecting" ? "connecting" : "reconnecting" });
    this.#refresh();
  }

  async #setTrack(source: Source, track: MediaStreamTrack | null, on: boolean): Promise<void> {
    const own = this.#own[source];
    const old = own.track;
    own.track = track;
    own.on = on;
    // Another device is another chance; the watchdog looks at it as at the first.
    own.stopped = false;
    if (old !== track) old?.stop();
    this.#refresh();
    await this.#send(source);
    this.#refresh();
  }

  async #send(source: Source): Promise<void> {
    const { track, on, stopped } = this.#own[source];
    if (stopped) return;
    const wanted = track === null ? null : { track, enabled: on };
    await this.#media?.sendTrack(source, wanted);
    this.#sayState();
  }

  #unsafe(source: Source, why: "transform/not-called" | "transform/stopped"): void {
    const own = this.#own[source];
    own.track = null;
    own.on = false;
    own.stopped = true;
    this.#notice(why, "error", { source });
    this.#refresh();
  }

  #unreadable(participantKey: string): void {
    const person = this.#roster.find((member) => member.participantKey === participantKey);
    if (person !== undefined) this.#notice("receive/cannot-decrypt", "warning", { name: person.displayName });
  }

  /** Tells the others, sealed, what we send and whether it is on. The servers are not told. */
  #sayState(): void {
    if (this.#state.phase !== "joined" || this.#info === undefined) return;
    const message: StateMessage = {
      type: "state",
      streams: this.#media === undefined ? [] : describeOwn(this.#media.own),
      microphoneOn: this.#own.microphone.on,
      cameraOn: this.#own.camera.on,
    };
    const said = JSON.stringify(message);
    if (said === this.#lastSaid) return;
    this.#lastSaid = said;
    this.#keys.post({ type: "publish", message });
  }

  /** Recomputes what is shown, and what may be received. */
  #refresh(): void {
    if (this.#over) return;
    const inRoster = new Set(this.#roster.map(({ participantKey }) => participantKey));
    const described = [...this.#said].filter(([key]) => inRoster.has(key));
    this.#media?.describe(new Map(described.map(([key, { streams }]) => [key, streams])));
    const self = this.#info?.participantKey;
    const said = new Map(described);
    if (self !== undefined) {
      const { microphone, camera } = this.#own;
      said.set(self, { type: "state", streams: [], microphoneOn: microphone.on, cameraOn: camera.on });
    }
    const own = [...(this.#media?.own.values() ?? [])];
    this.#update({
      people: peopleOf(this.#roster, said, (key, source) => this.#viewOf(key, source)),
      encrypted: this.#state.epoch !== undefined && own.every(({ live }) => live),
    });
    this.#sayState();
  }

  #viewOf(participantKey: string, source: Source): MediaView {
    if (participantKey === this.#info?.participantKey) {
      const { track, stopped } = this.#own[source];
      const live = this.#media?.own.get(source)?.live === true;
      return { track: track ?? undefined, state: stopped ? "stopped" : live ? "live" : "waiting-key" };
    }
    const remote = this.#media?.remote(participantKey, source);
    return { track: remote?.track, state: remote?.live === true ? "live" : "waiting-key" };
  }

  #notice(code: NoticeCode, severity: NoticeSeverity, params: Readonly<Record<string, string>> = {}): void {
    this.#emitter.emit("notice", { code, severity, params });
  }

  #fail(code: string, message: string): void {
    if (this.#over) return;
    this.#closeMedia();
    this.#terminate();
    this.#update({ phase: "failed", error: { code, message }, people: [] });
    this.#emitter.emit("error", { code, message });
  }

  #dropMedia(): void {
    this.#media?.close();
    this.#media = undefined;
  }

  #closeMedia(): void {
    this.#link?.close();
    this.#dropMedia();
    for (const { track } of Object.values(this.#own)) track?.stop();
  }

  #terminate(): void {
    this.#keys.terminate();
    this.#frames.terminate();
  }

  #update(change: Partial<CallState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
