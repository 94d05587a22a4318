import type { Embedding, LeavablePart, RoomHands, ScreenHands } from "../../app/embedding.ts";
import type { CallControls } from "../../app/media/CallControls.ts";
import type { LocalDevicesState } from "../../app/media/LocalDevices.ts";
import type { Ending } from "../../app/state/ending.ts";
import type { Call } from "../../sdk/index.ts";
import {
  type ChromePart,
  EmbedError,
  type EmbedEvent,
  type EmbedState,
  NO_CALL,
  type ParsedFrameOptions,
  readToFrame,
} from "../protocol/index.ts";
import { ACTS, APP_TOPIC, type Scene } from "./acts.ts";
import { Aliases } from "./Aliases.ts";
import { Cards } from "./Cards.ts";
import { changesBetween } from "./changes.ts";
import { DEVICE_ERRORS } from "./deviceErrors.ts";
import type { Withholdable } from "./pagePolicy.ts";
import { type Known, project } from "./projection.ts";

/** Which parts of the call each word of the options leaves out. */
const PARTS: Readonly<Partial<Record<ChromePart, LeavablePart>>> = {
  chat: "chat",
  people: "people",
  screenshare: "share",
  reactions: "react",
  hand: "hand",
  layout: "layout",
  more: "more",
  "leave-button": "leave",
  "copy-link": "copy-link",
  logo: "logo",
  "settings-button": "settings",
  "participant-count": "participant-count",
};

/** Longest message of another embedding page's that is passed on, characters. */
const LONGEST_APP_MESSAGE = 32_000;

/** What the frame knows of its browser and of the pages around it. */
export interface Surrounding {
  /** What those pages keep from it. */
  readonly withheld: readonly Withholdable[];
  /** The person has just clicked inside of the frame. */
  readonly hasClick: () => boolean;
  readonly later: (run: () => void, ms: number) => unknown;
}

/** The frame's end of the channel: passes the page's wishes to the app, and tells the page what it may know. */
export class EmbedController implements Embedding {
  readonly skipsPrejoin: boolean;
  readonly waitsToJoin: boolean;
  readonly #hidden: ReadonlySet<LeavablePart>;
  readonly #port: MessagePort;
  readonly #people = new Aliases("p");
  readonly #around: Surrounding;
  readonly #cards: Cards;
  readonly #known: Known;
  #state: EmbedState = NO_CALL;
  #room: RoomHands | undefined;
  #screen: ScreenHands | undefined;
  #call: Call | undefined;
  #controls: Pick<CallControls, "state"> | undefined;
  #messages = 0;
  #devices: LocalDevicesState | undefined;
  #unwatchDevices: (() => void) | undefined;

  /** @param port the page's: nothing else is listened to any more */
  constructor(
    options: Pick<ParsedFrameOptions, "skipPrejoin" | "preload" | "hide">,
    port: MessagePort,
    around: Surrounding,
  ) {
    this.waitsToJoin = options.preload;
    this.skipsPrejoin = options.skipPrejoin || options.preload;
    this.#hidden = new Set(options.hide.flatMap((part) => PARTS[part] ?? []));
    this.#port = port;
    this.#around = around;
    this.#cards = new Cards(() => {
      this.#look();
    }, around.later);
    this.#known = { people: this.#people, waiting: new Aliases("w"), cards: this.#cards };
    port.onmessage = ({ data }) => void this.#asked(data);
  }

  get pictures(): Cards["pictures"] {
    return this.#cards.pictures;
  }

  hides(part: LeavablePart): boolean {
    return this.#hidden.has(part);
  }

  roomDrawn(hands: RoomHands): void {
    const isFirst = this.#room === undefined;
    this.#room = hands;
    if (!isFirst) return;
    this.#watchDevices(hands);
    this.#tell({ name: "ready", detail: { state: this.#state } });
    for (const kind of this.#around.withheld)
      this.#tell({ name: "device-error", detail: { kind, type: "page-policy" } });
  }

  screenDrawn(hands: ScreenHands): void {
    this.#screen = hands;
    this.#look();
  }

  callBegan(call: Call, controls: Pick<CallControls, "state">): () => void {
    this.#call = call;
    this.#controls = controls;
    this.#messages = 0;
    this.#tell({ name: "joining", detail: {} });
    const ends = [
      call.subscribe(() => this.#look()),
      controls.state.subscribe(() => this.#look()),
      call.data?.on(APP_TOPIC, (from, bytes) => this.#appMessage(from, bytes)),
      call.data &&
        this.#cards.begin({
          data: call.data,
          here: () => call.state.people.map(({ key }) => key),
          media: () => call.state.media,
          subscribe: (listener) => call.subscribe(listener),
        }),
    ];
    return () => {
      for (const end of ends) end?.();
      this.#call = this.#controls = this.#screen = undefined;
    };
  }

  ended(ending: Ending): void {
    const reason = ending.page === "problem" ? ending.code : (ending.reason ?? "call/left");
    this.#become({ ...NO_CALL, phase: ending.page === "problem" ? "failed" : "left" });
    if (reason === "call/ended") this.#tell({ name: "meeting-ended", detail: {} });
    else if (ending.page === "problem") this.failed(reason);
    this.#tell({ name: "left", detail: { reason } });
    this.#tell({ name: "ready-to-close", detail: {} });
  }

  /** What ends a call, or keeps it from beginning. */
  failed(code: string): void {
    this.#tell({
      name: "error",
      detail: { type: "call", name: code, message: `the call ended: ${code}`, fatal: true },
    });
  }

  /** Looks at everything anew and tells what is different. */
  #look(): void {
    const call = this.#call;
    const controls = this.#controls;
    if (call === undefined || controls === undefined) return;
    // The ending is told when its page is there.
    if (call.state.phase === "left" || call.state.phase === "failed") return;
    const self = call.state.people.find(({ isSelf }) => isSelf);
    if (self !== undefined) this.#cards.isSelf(self.key);
    const own = { ...controls.state.value, panel: this.#screen?.panel };
    this.#become(project(call.state, own, this.#known));
    for (const { from, mine } of call.state.chat.slice(this.#messages))
      this.#tell({ name: "message", detail: { from: this.#people.aliasOf(from), mine } });
    this.#messages = call.state.chat.length;
  }

  #become(state: EmbedState): void {
    const before = this.#state;
    this.#state = state;
    for (const event of changesBetween(before, state)) this.#tell(event);
  }

  async #asked(data: unknown): Promise<void> {
    let id: number | undefined;
    try {
      const question = readToFrame(data);
      id = question.id;
      const act = ACTS[question.method] as (scene: Scene, ...args: readonly unknown[]) => unknown;
      const value = await act(this.#scene(), ...question.args);
      this.#port.postMessage({ type: "answer", id, ok: true, value });
    } catch (error) {
      const asked = id ?? (error instanceof EmbedError ? error.question : undefined);
      if (asked === undefined) return;
      const code =
        error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
      const message = error instanceof Error ? error.message : "";
      this.#port.postMessage({
        ...{ type: "answer", id: asked, ok: false },
        code: (code ?? "embed/not-possible").slice(0, 128),
        message: message.slice(0, 1024),
      });
    }
  }

  #scene(): Scene {
    return {
      state: this.#state,
      room: this.#room,
      screen: this.#screen,
      call: this.#call,
      ...{ ...this.#known, cards: this.#cards },
      hasClick: this.#around.hasClick,
    };
  }

  #watchDevices({ devices }: RoomHands): void {
    this.#unwatchDevices?.();
    this.#devices = devices.state.value;
    this.#unwatchDevices = devices.state.subscribe(() => {
      const [before, now] = [this.#devices, devices.state.value];
      this.#devices = now;
      if (before?.devices !== now.devices) this.#tell({ name: "devices-changed", detail: {} });
      for (const kind of ["microphone", "camera"] as const) {
        const { error } = now[kind];
        // What pages withhold was told at the beginning.
        if (error !== undefined && error !== "PagePolicy" && error !== before?.[kind].error)
          this.#tell({ name: "device-error", detail: { kind, type: DEVICE_ERRORS[error] } });
      }
    });
  }

  #appMessage(from: string, bytes: Uint8Array): void {
    try {
      const data = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      if (data.length > LONGEST_APP_MESSAGE) return;
      this.#tell({ name: "app-message", detail: { from: this.#people.aliasOf(from), data } });
    } catch {
      // Not a text: another program's message of the same topic.
      return;
    }
  }

  #tell({ name, detail }: EmbedEvent): void {
    this.#port.postMessage({ type: "event", name, detail });
  }
}
