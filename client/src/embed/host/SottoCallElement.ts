import { type EmbedEvent, EmbedError, EVENT_NAMES, METHOD_NAMES } from "../protocol/index.ts";
import { CARD_ATTRIBUTES, cardFrom, OBSERVED_ATTRIBUTES, optionsFrom } from "./attributes.ts";
import { createCall, type CreateCallOptions, type EmbeddedCall, type UserInfo } from "./createCall.ts";
import { REFLECTED, reflectAttributes, upgradeProperties } from "./reflect.ts";
import { withoutSecret } from "./room.ts";
import { WHEREBY_METHODS, wherebyEvents } from "./whereby.ts";

/** `<sotto-call>` as scripts see it: the methods of a call, and its attributes as properties. */
export type SottoCall = HTMLElement &
  Omit<EmbeddedCall, "iframe" | "on"> & {
    /** Write the whole link; reading gives it without its secret. */
    room: string;
    server: string;
    displayName: string;
    layout: string;
    /** Options over those of the attributes. */
    config: Partial<CreateCallOptions>;
    /** What lets one in, for a `room` without it. Written, and never read back. */
    token: string;
    userInfo: UserInfo;
    /** Devices to begin with. */
    devices: NonNullable<CreateCallOptions["devices"]>;
  };

/** Properties that no attribute stands for, beside those with accessors of their own. */
const RICH = ["config", "token", "userInfo", "devices"] as const;

const STYLE = `
:host { display: block; position: relative; min-height: 20rem; background: var(--sotto-bg, transparent);
  border-radius: var(--sotto-radius, 0); overflow: hidden; }
:host([hidden]) { display: none; }
[part="frame"] { position: absolute; inset: 0; }
[part="placeholder"], [part="error"] { position: absolute; inset: 0; display: grid; place-items: center; }
[part][hidden] { display: none; }
`;

/** Makes the class of the element; only where there are elements. */
export function sottoCallClass(): CustomElementConstructor {
  class SottoCallElement extends HTMLElement {
    static readonly observedAttributes = OBSERVED_ATTRIBUTES;
    readonly #shadow = this.attachShadow({ mode: "closed" });
    readonly #placeholder = part("placeholder");
    readonly #error = part("error");
    #room: string | undefined;
    #call: EmbeddedCall | undefined;
    #token: string | undefined;
    #rich: Partial<CreateCallOptions> = {};
    #config: Partial<CreateCallOptions> = {};
    #seen: IntersectionObserver | undefined;
    /** Attributes and properties that are set one after the other make one frame. */
    #beginning: Promise<void> | undefined;

    constructor() {
      super();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      this.#shadow.adoptedStyleSheets = [sheet];
      this.#error.hidden = true;
      this.#shadow.append(this.#placeholder, this.#error);
    }

    get room(): string {
      return this.getAttribute("room") ?? "";
    }

    set room(link: string) {
      this.setAttribute("room", link);
    }

    get config(): Partial<CreateCallOptions> {
      // As of attributes: what opens the room is not read back.
      const { room: _room, token: _token, ...rest } = this.#config;
      return rest;
    }

    set config(config: Partial<CreateCallOptions> | null | undefined) {
      this.#config = config ?? {};
      this.#later();
    }

    get token(): string {
      return "";
    }

    set token(token: string) {
      this.#token = token;
      this.#later();
    }

    get userInfo(): UserInfo {
      return this.#rich.userInfo ?? {};
    }

    set userInfo(userInfo: UserInfo | null | undefined) {
      this.#rich = { ...this.#rich, userInfo: userInfo ?? {} };
      const { displayName, ...card } = userInfo ?? {};
      void this.#call?.setUserInfo(card).catch(() => undefined);
      if (displayName !== undefined) void this.#call?.setDisplayName(displayName).catch(() => undefined);
    }

    get devices(): NonNullable<CreateCallOptions["devices"]> {
      return this.#rich.devices ?? {};
    }

    set devices(devices: CreateCallOptions["devices"] | null) {
      this.#rich = { ...this.#rich, devices: devices ?? {} };
      void this.#call?.setDevices(devices ?? {}).catch(() => undefined);
    }

    connectedCallback(): void {
      upgradeProperties(this, ["room", ...RICH, ...Object.keys(REFLECTED)]);
      if (this.getAttribute("loading") !== "lazy") {
        this.#later();
        return;
      }
      this.#seen = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.#seen?.disconnect();
        this.#seen = undefined;
        this.#later();
      });
      this.#seen.observe(this);
    }

    disconnectedCallback(): void {
      void this.destroy();
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (name === "room" && now !== null) {
        if (now === before || (this.#room !== undefined && now === withoutSecret(this.#room))) return;
        this.#room = now;
        // What other scripts on the page collect from its markup holds no key.
        if (now.includes("#")) this.setAttribute("room", withoutSecret(now));
      }
      if (name === "room" || name === "server") this.#later();
      if (this.#call === undefined || now === before) return;
      if (name === "layout" && (now === "auto" || now === "grid" || now === "spotlight"))
        void this.#call.setLayout(now).catch(() => undefined);
      else if (name.replace("-", "") === "displayname")
        void this.#call.setDisplayName((now ?? "").slice(0, 64)).catch(() => undefined);
      else if (CARD_ATTRIBUTES.some((card) => card.replace("-", "") === name.replace("-", "")))
        void this.#call.setUserInfo(cardFrom((card) => this.getAttribute(card))).catch(() => undefined);
    }

    /** Asks the frame; there is none before a room or a server is known. */
    async ask(method: (typeof METHOD_NAMES)[number], args: readonly unknown[]): Promise<unknown> {
      await this.#beginning;
      if (this.#call === undefined) throw new EmbedError("embed/closed", "there is no frame yet");
      return await (this.#call[method] as (...all: readonly unknown[]) => Promise<unknown>)(...args);
    }

    async destroy(): Promise<void> {
      this.#seen?.disconnect();
      this.#seen = undefined;
      this.#beginning = undefined;
      this.#placeholder.hidden = false;
      const call = this.#call;
      this.#call = undefined;
      await call?.destroy();
    }

    /** Begins when all that is being set now has been set. */
    #later(): void {
      if (!this.isConnected || this.#seen !== undefined || this.#beginning !== undefined) return;
      const beginning = Promise.resolve().then(() => {
        if (this.#beginning !== beginning) return;
        this.#beginning = undefined;
        this.#begin();
      });
      this.#beginning = beginning;
    }

    #begin(): void {
      if (!this.isConnected) return;
      void this.destroy();
      this.#error.hidden = true;
      const read = (name: string) => this.getAttribute(name);
      const options = {
        ...(this.#room !== undefined && { room: this.#room }),
        ...(this.#token !== undefined && { token: this.#token }),
        ...optionsFrom(read),
        look: this.#look(),
        ...this.#rich,
        ...this.#config,
        userInfo: { ...cardFrom(read), ...this.#rich.userInfo, ...this.#config.userInfo },
      };
      if (options.room === undefined && options.server === undefined) return;
      try {
        const call = createCall(this.#shadow, options);
        call.iframe.part.add("frame");
        this.#call = call;
        const isShownBy = options.preload === true ? "joining" : "ready";
        for (const name of EVENT_NAMES)
          call.on(name, (detail) => {
            if (name === isShownBy) this.#placeholder.hidden = true;
            this.#heard({ name, detail } as EmbedEvent);
          });
      } catch (error) {
        // Markup never throws: it tells.
        const name = error instanceof EmbedError ? error.code : "embed/not-possible";
        this.#heard({ name: "error", detail: { type: "call", name, message: String(error), fatal: true } });
      }
    }

    /** CSS that the page gives this element; the frame takes no more of it than colours and a length. */
    #look(): NonNullable<CreateCallOptions["look"]> {
      const style = getComputedStyle(this);
      const values = { accent: "--sotto-accent", background: "--sotto-bg", radius: "--sotto-radius" };
      const read = Object.entries(values).map(([name, property]) => [
        name,
        // What is longer is no value, and must not keep the call from beginning.
        style.getPropertyValue(property).trim().slice(0, LONGEST_VALUE),
      ]);
      return Object.fromEntries(read.filter(([, value]) => value !== "")) as Record<string, string>;
    }

    #heard(event: EmbedEvent): void {
      if (event.name === "error" && event.detail.name.startsWith("embed/") && event.detail.fatal) {
        this.#error.dataset["code"] = event.detail.name;
        this.#error.hidden = false;
        this.#placeholder.hidden = true;
      }
      this.dispatchEvent(new CustomEvent(event.name, { detail: event.detail }));
      for (const { name, detail } of wherebyEvents(event))
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }
  reflectAttributes(SottoCallElement);
  const names = [...METHOD_NAMES.map((name) => [name, name] as const), ...Object.entries(WHEREBY_METHODS)];
  for (const [name, method] of names) {
    Object.defineProperty(SottoCallElement.prototype, name, {
      configurable: true,
      value(this: SottoCallElement, ...args: unknown[]) {
        return this.ask(method, args);
      },
    });
  }
  return SottoCallElement;
}

/** Characters of a CSS value that is passed on. */
const LONGEST_VALUE = 64;

/** A place that the page can style, and fill through a slot of the same name. */
function part(name: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("part", name);
  const slot = document.createElement("slot");
  slot.name = name;
  element.append(slot);
  return element;
}
