import type { LinkSecret } from "@sotto/shared/ids";
import type { FromKeys, RosterPerson } from "../workers/protocol.ts";
import type { Call, JoinOptions } from "./Call.ts";
import type { CallError, CallEvents, CallState, NoticeCode, NoticeSeverity } from "./callState.ts";
import { CallMedia } from "./CallMedia.ts";
import { CallData, isAboutData } from "./data/index.ts";
import { Emitter } from "./Emitter.ts";
import { FrameRevival } from "./FrameRevival.ts";
import { FrameWorker } from "./FrameWorker.ts";
import { isAboutMeeting, Meeting } from "./host/index.ts";
import { Identity } from "./identity/index.ts";
import { DEFAULT_ROTATE_SECONDS, KeyWorker } from "./KeyWorker.ts";
import { OwnSources, type UnsafeReason } from "./OwnSources.ts";
import { isSourceOn, peopleOf, unheard } from "./people.ts";
import { ScreenShare } from "./screen/index.ts";
import { SdkError } from "./SdkError.ts";
import { StatsFeed } from "./stats/index.ts";
import { StateExchange } from "./StateExchange.ts";
import { Store } from "./Store.ts";
import type { Source } from "./streams.ts";
import { View } from "./view/index.ts";

/** How long the others may take to hear the goodbye before the workers are ended, ms. */
const GOODBYE_MS = 2_000;
/** How long joining may take before the person is told, ms: longer than a slow network and a full call need. */
const JOIN_MS = 20_000;

/** A call: brings the group's keys, the media and what is shown of both together. Holds no key. */
export class CallSession implements Call {
  readonly screen: ScreenShare;
  readonly stats = new StatsFeed(() => this.state);
  readonly view = new View(() => this.#media.plane?.arrange());
  readonly identity: Identity;
  readonly host: Meeting["host"];
  readonly chat: Meeting["chat"];
  readonly recording: Meeting["recording"];
  readonly #options: JoinOptions;
  readonly #emitter = new Emitter<CallEvents>();
  readonly #store = new Store<CallState>({
    phase: "connecting",
    media: "connecting",
    keys: "ok",
    integrity: "ok",
    encrypted: false,
    people: [],
    linkedDevices: [],
    waiting: [],
    chat: [],
  });
  readonly #frames: FrameWorker;
  readonly #keys: KeyWorker;
  readonly #revival: FrameRevival;
  readonly data = new CallData(
    (message, transfer) => this.#keys.post(message, transfer),
    () => this.#roster.length - 1,
  );
  readonly #meeting: Meeting;
  readonly #exchange: StateExchange;
  readonly #own: OwnSources;
  readonly #media: CallMedia;
  readonly #joinTimer: ReturnType<typeof setTimeout>;
  #roster: readonly RosterPerson[] = [];
  #onLeft: (() => void) | undefined;

  constructor(linkSecret: LinkSecret, options: JoinOptions) {
    this.#options = options;
    const { microphone = null, camera = null } = options;
    this.#own = new OwnSources({ microphone, camera }, options, {
      withdrawn: (source) => {
        this.#exchange.withdrawOwn(source);
      },
      refusedCodec: (source, codec) => {
        this.#notice("codec/unsupported", "error", { source, codec });
      },
      changed: () => this.#refresh(),
    });
    this.#meeting = this.#openMeeting();
    this.host = this.#meeting.host;
    this.chat = this.#meeting.chat;
    this.recording = this.#meeting.recording;
    this.screen = new ScreenShare((source, track, on) => {
      if (track === null || this.host.mayShare()) return this.#setTrack(source, track, on);
      track.stop();
      throw new SdkError("policy/not-allowed", "only hosts share a screen");
    });
    const onFault = ({ code, message }: CallError) => {
      this.#fail(code, message);
    };
    this.#frames = new FrameWorker(onFault);
    this.#keys = new KeyWorker((message) => {
      this.#keysSaid(message);
    }, onFault);
    const { rotateSeconds = DEFAULT_ROTATE_SECONDS } = options;
    this.#revival = new FrameRevival(this.#frames, this.#keys, rotateSeconds, () => {
      for (const source of this.#own.present) this.#unsafe(source, "transform/stopped");
    });
    this.#media = this.#openMedia();
    this.identity = new Identity(
      (message) => this.#keys.post(message),
      (key, name) => {
        this.#notice("identity/changed-key", "error", { key, name });
      },
    );
    this.#exchange = new StateExchange(
      (message) => this.#keys.post({ type: "publish", message }),
      (key, message) => this.#meeting.heeded(key, message),
    );
    this.#joinTimer = setTimeout(() => {
      this.#notice("join/timeout", "warning");
    }, JOIN_MS);
    const { port1, port2 } = new MessageChannel();
    this.#frames.connectKeys(port1);
    this.#keys.open(port2, linkSecret, options);
  }

  get state(): CallState {
    return this.#store.value;
  }

  subscribe(listener: () => void): () => void {
    return this.#store.subscribe(listener);
  }

  on<E extends keyof CallEvents>(event: E, listener: (detail: CallEvents[E]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  async setMicrophone(track: MediaStreamTrack | null): Promise<void> {
    // Whether it is on is the person's word alone: another device is no reason to be heard.
    await this.#setTrack("microphone", track, this.#own.isWanted("microphone"));
  }

  async setMicrophoneOn(on: boolean): Promise<void> {
    this.#own.setOn("microphone", on);
  }

  async setCamera(track: MediaStreamTrack | null): Promise<void> {
    await this.#setTrack("camera", track, track !== null);
  }

  setHand(on: boolean): void {
    this.#meeting.setHand(on);
  }

  react(emoji: string): Promise<void> {
    return this.#meeting.react(emoji);
  }

  async leave(): Promise<void> {
    if (this.#over) return;
    // The picture and the sound end with the click; the goodbye may take a moment.
    this.#closeMedia();
    const said = new Promise<void>((resolve) => {
      this.#onLeft = resolve;
    });
    this.#keys.post({ type: "leave" });
    this.#store.update({ phase: "left", encrypted: false, people: [] });
    await Promise.race([said, new Promise((resolve) => setTimeout(resolve, GOODBYE_MS))]);
    this.#terminate();
    this.#emitter.emit("left", undefined);
  }

  get #over(): boolean {
    return this.state.phase === "left" || this.state.phase === "failed";
  }

  #keysSaid(message: FromKeys): void {
    if (message.type === "left") {
      this.#onLeft?.();
      return;
    }
    if (this.#over) return;
    if (isAboutData(message)) {
      this.data.keysSaid(message);
      return;
    }
    if (isAboutMeeting(message)) {
      this.#meeting.heard(message);
      this.#refresh();
      return;
    }
    switch (message.type) {
      case "phase":
        this.#phaseChanged(message);
        return;
      case "call":
        if (this.#media.joinedAs(message)) this.#exchange.reset();
        return;
      case "epoch": {
        const { number, since, callCode, roster } = message;
        this.#roster = roster;
        this.#revival.epochCame();
        this.data.epoch(message);
        const here = new Set(roster.map(({ participantKey }) => participantKey));
        this.#exchange.keepOnly(here);
        this.#meeting.keepOnly(here);
        this.#store.update({ epoch: { number, since }, callCode });
        this.#refresh();
        return;
      }
      case "framesConnected":
        this.#revival.connected();
        return;
      case "identities":
      case "identityDone":
        this.identity.heard(message);
        this.#refresh();
        return;
      case "app":
        if (message.message.type === "state") this.#exchange.hear(message.participantKey, message.message);
        else this.#meeting.told(message.participantKey, message.message);
        this.#refresh();
        return;
      case "health":
        this.#healthChanged(message.state, message.reason);
        return;
      case "integrity":
        this.#integrityChanged(message);
    }
  }

  #phaseChanged({ phase, error }: Extract<FromKeys, { type: "phase" }>): void {
    if (phase === "failed") {
      this.#fail(error?.code ?? "call/failed", error?.message ?? "the call ended with an error");
      return;
    }
    // Ours is handled by `leave`; this one is somebody else's doing, unless we have ended it for everybody.
    if (phase === "left") {
      if (this.host.left()) void this.leave();
      else this.#fail("call/removed", "this device was removed from the call");
      return;
    }
    if (phase === "joined") {
      clearTimeout(this.#joinTimer);
      this.host.joined();
    }
    this.#store.update({ phase });
    this.#refresh();
  }

  #healthChanged(state: "ok" | "degraded", reason: "keyserver-away" | "rotation-late" | undefined): void {
    const before = this.state.keys;
    this.#store.update({ keys: state });
    if (state === before) return;
    if (state === "degraded" && reason === "keyserver-away") this.#notice("keyserver/away", "warning");
    if (state === "ok") this.#notice("keyserver/back", "info");
  }

  /** What the members' reports say of the key server. After a fork nothing of this person is sent any more. */
  #integrityChanged({ state: integrity, participantKey }: Extract<FromKeys, { type: "integrity" }>): void {
    const other = this.#roster.find((person) => person.participantKey === participantKey);
    this.#store.update({ integrity, ...(other !== undefined && { forkedWith: other.displayName }) });
    if (integrity === "withheld") this.#notice("keyserver/withholds", "warning");
    if (integrity !== "forked") return;
    this.data.stop();
    this.screen.close();
    this.#own.halt();
    this.#refresh();
  }

  #openMedia(): CallMedia {
    const { servers, relayOnly = false } = this.#options;
    const [frames, tileOf, own] = [this.#frames, this.view.tileOf, this.#own];
    const parts = {
      sfuUrl: servers.sfuUrl,
      relayOnly,
      frames,
      tileOf,
      stats: this.stats,
      data: this.data,
      own,
    };
    return new CallMedia(parts, {
      isOn: (key, source) => isSourceOn(this.state.people, key, source),
      changed: () => this.#refresh(),
      unsafe: (source, why) => this.#unsafe(source, why),
      workerGone: () => {
        if (!this.#revival.revive()) return;
        this.#notice("transform/restarted", "warning");
        this.#media.reconnect();
      },
      unreadable: (participantKey) => {
        this.#unreadable(participantKey);
      },
      opened: () => {
        const isBack = this.state.media === "reconnecting";
        this.#store.update({ media: "connected" });
        if (isBack) this.#notice("sfu/back", "info");
        this.#refresh();
      },
      away: () => {
        if (this.#over) return;
        if (this.state.media === "connected") this.#notice("sfu/away", "warning");
        if (this.state.media === "connected") this.#store.update({ media: "reconnecting" });
        this.#refresh();
      },
      participantLeft: (participantKey) => {
        this.#keys.post({ type: "hintGone", participantKey });
      },
      failed: (code, message) => this.#fail(code, message),
    });
  }

  async #setTrack(source: Source, track: MediaStreamTrack | null, on: boolean): Promise<void> {
    if (this.#over) {
      track?.stop();
      return;
    }
    await this.#own.setTrack(source, track, on);
  }

  #unsafe(source: Source, why: UnsafeReason): void {
    this.#own.unsafe(source);
    if (source === "screen") this.screen.close();
    this.#notice(why, "error", { source });
  }

  #unreadable(participantKey: string): void {
    const person = this.#roster.find((member) => member.participantKey === participantKey);
    if (person === undefined) return;
    this.#notice("receive/cannot-decrypt", "warning", { key: participantKey, name: person.displayName });
  }

  /** Recomputes what is shown, what is said to the others, and what may be received. */
  #refresh(): void {
    if (this.#over) return;
    const microphoneOn = this.#own.isOn("microphone");
    const cameraOn = this.#own.isOn("camera");
    // A screen whose picture stands still is described, and not on.
    const screenOn = this.#own.isOn("screen") && !this.screen.paused;
    const said = { microphoneOn, cameraOn, screenOn, ...this.#meeting.said };
    const own = [...(this.#media.plane?.own.values() ?? [])];
    for (const { description } of own) this.#exchange.describeOwn(description);
    if (this.state.phase === "joined") this.#exchange.say(said);
    this.#media.plane?.describe(this.#exchange.described());
    const self = this.#media.participantKey;
    const people = peopleOf(
      this.identity.described(this.#roster),
      (key) => (key === self ? { ...said, streams: this.#exchange.own() } : this.#exchange.of(key)),
      (key, source) => this.#media.view(key, source),
      this.state.people,
      (key) => this.#media.plane?.heard(key === self ? "" : key) ?? unheard(this.state.media),
    );
    const hasKey = this.state.epoch !== undefined && !this.#revival.waiting;
    const isSafe = hasKey && this.state.integrity !== "forked";
    const encrypted = isSafe && own.every(({ live }) => live);
    this.#store.update({
      people,
      encrypted,
      linkedDevices: this.identity.linkedDevices,
      ...this.#meeting.state,
    });
  }

  #notice(code: NoticeCode, severity: NoticeSeverity, params: Readonly<Record<string, string>> = {}): void {
    this.#emitter.emit("notice", { code, severity, params });
  }

  #fail(code: string, message: string): void {
    if (this.#over) return;
    this.#closeMedia();
    this.#terminate();
    this.#store.update({ phase: "failed", error: { code, message }, encrypted: false, people: [] });
    this.#emitter.emit("error", { code, message });
  }

  #closeMedia(): void {
    clearTimeout(this.#joinTimer);
    this.view.close();
    this.#media.close();
    this.screen.close();
    this.#own.stop();
  }

  #openMeeting(): Meeting {
    return new Meeting({
      data: this.data,
      post: (message) => this.#keys.post(message),
      roster: () => this.#roster,
      changed: () => this.#refresh(),
      waits: () => clearTimeout(this.#joinTimer),
      emit: (event, detail) => this.#emitter.emit(event, detail),
      notice: (code, severity, params) => this.#notice(code, severity, params),
      leave: () => this.leave(),
      mute: () => void this.setMicrophoneOn(false),
      // Taken off at once; telling the server may fail, with the connection.
      stopCamera: () => void this.setCamera(null).catch(() => undefined),
      stopScreen: () => void this.screen.stop().catch(() => undefined),
    });
  }

  #terminate(): void {
    this.#meeting.close();
    this.#revival.close();
    this.#keys.terminate();
    this.#frames.terminate();
  }
}
