import { type EmbeddedCall, createCall, type CreateCallOptions } from "./createCall.ts";
import {
  EVENT_NAMES,
  type EmbedEvent,
  type EmbedParticipant,
  type EmbedState,
  NO_CALL,
} from "../protocol/index.ts";
import { actsFor, jitsiEvents } from "./jitsi.ts";
import { withoutSecret } from "./room.ts";

/** The options of Jitsi's IFrame API that mean something here; others are let be. */
export interface ExternalApiOptions {
  /** The whole link of a Sotto room. */
  readonly roomName: string;
  readonly parentNode?: HTMLElement;
  readonly width?: string | number;
  readonly height?: string | number;
  readonly lang?: string;
  readonly userInfo?: { readonly displayName?: string; readonly avatarURL?: string };
  /** By id or by label. */
  readonly devices?: {
    readonly audioInput?: string;
    readonly audioOutput?: string;
    readonly videoInput?: string;
  };
  readonly configOverwrite?: {
    readonly startWithAudioMuted?: boolean;
    readonly startWithVideoMuted?: boolean;
    readonly prejoinPageEnabled?: boolean;
    readonly prejoinConfig?: { readonly enabled?: boolean };
  };
  readonly onload?: () => void;
}

type Listener = (detail: never) => void;

/** For pages written for Jitsi's IFrame API: the same constructor, the commonest commands, functions and events. */
export class SottoExternalAPI {
  readonly #call: EmbeddedCall;
  readonly #listeners = new Map<string, Set<Listener>>();
  #state: EmbedState = NO_CALL;

  /** @param _domain Sotto's host; the room's link says it too, and counts */
  constructor(_domain: string, options: ExternalApiOptions) {
    const { roomName, parentNode = document.body, width = "100%", height = "100%" } = options;
    this.#call = createCall(parentNode, frameOptions(options));
    const size = (value: string | number) => (typeof value === "number" ? `${value}px` : value);
    Object.assign(this.#call.iframe.style, { width: size(width), height: size(height) });
    const shown = withoutSecret(roomName);
    for (const name of EVENT_NAMES)
      this.#call.on(name, (detail) => {
        const event = { name, detail } as EmbedEvent;
        if (event.name === "ready") options.onload?.();
        void this.#follow().then(() => {
          for (const jitsi of jitsiEvents(event, shown)) this.#emit(jitsi.name, jitsi.detail);
        });
      });
  }

  executeCommand(command: string, ...args: readonly unknown[]): void {
    const acts = actsFor(command, args, this.#state);
    if (acts === undefined) {
      const message = `${command} is not known here`;
      this.#emit("errorOccurred", { type: "COMMAND", name: command, message, isFatal: false });
      return;
    }
    for (const [method, ...rest] of acts) {
      (this.#call[method] as (...all: readonly unknown[]) => Promise<unknown>)(...rest).catch(
        (error: unknown) => {
          const name = error instanceof Error && "code" in error ? error.code : "embed/not-possible";
          this.#emit("errorOccurred", { type: "COMMAND", name, message: String(error), isFatal: false });
        },
      );
    }
  }

  /** Commands by name, each with the list of its arguments. */
  executeCommands(commands: Readonly<Record<string, readonly unknown[]>>): void {
    for (const [command, args] of Object.entries(commands)) this.executeCommand(command, ...args);
  }

  addListener(name: string, listener: Listener): this {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
    return this;
  }

  removeListener(name: string, listener: Listener): this {
    this.#listeners.get(name)?.delete(listener);
    return this;
  }

  readonly on = (name: string, listener: Listener): this => this.addListener(name, listener);
  readonly off = (name: string, listener: Listener): this => this.removeListener(name, listener);
  readonly addEventListener = (name: string, listener: Listener): this => this.addListener(name, listener);
  readonly removeEventListener = (name: string, listener: Listener): this =>
    this.removeListener(name, listener);

  addEventListeners(listeners: Readonly<Record<string, Listener>>): void {
    for (const [name, listener] of Object.entries(listeners)) this.addListener(name, listener);
  }

  getNumberOfParticipants(): number {
    return this.#state.participants.length;
  }

  getParticipantsInfo(): readonly { readonly participantId: string; readonly displayName: string }[] {
    return this.#state.participants.map(({ id, displayName }: EmbedParticipant) => ({
      participantId: id,
      displayName,
    }));
  }

  async isAudioMuted(): Promise<boolean> {
    return !(await this.#call.getState()).microphoneOn;
  }

  async isVideoMuted(): Promise<boolean> {
    return !(await this.#call.getState()).cameraOn;
  }

  getIFrame(): HTMLIFrameElement {
    return this.#call.iframe;
  }

  dispose(): void {
    this.#listeners.clear();
    void this.#call.destroy();
  }

  /** What functions that answer at once answer with. */
  async #follow(): Promise<void> {
    this.#state = await this.#call.getState().catch(() => this.#state);
  }

  #emit(name: string, detail: object): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(detail as never);
  }
}

function frameOptions({
  roomName,
  lang,
  userInfo,
  devices,
  configOverwrite,
}: ExternalApiOptions): CreateCallOptions {
  const { startWithAudioMuted, startWithVideoMuted, prejoinPageEnabled, prejoinConfig } =
    configOverwrite ?? {};
  return {
    room: roomName,
    ...(lang !== undefined && { lang }),
    ...(userInfo?.displayName !== undefined && { displayName: userInfo.displayName }),
    ...(userInfo?.avatarURL !== undefined && { userInfo: { avatarUrl: userInfo.avatarURL } }),
    ...(devices !== undefined && { devices: namedDevices(devices) }),
    ...(startWithAudioMuted !== undefined && { audio: !startWithAudioMuted }),
    ...(startWithVideoMuted !== undefined && { video: !startWithVideoMuted }),
    skipPrejoin: prejoinPageEnabled === false || prejoinConfig?.enabled === false,
  };
}

function namedDevices({
  audioInput,
  audioOutput,
  videoInput,
}: NonNullable<ExternalApiOptions["devices"]>): NonNullable<CreateCallOptions["devices"]> {
  return {
    ...(audioInput !== undefined && { audioInput }),
    ...(audioOutput !== undefined && { audioOutput }),
    ...(videoInput !== undefined && { videoInput }),
  };
}
