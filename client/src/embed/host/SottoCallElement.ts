import { type CallMethods, EmbedError, EVENT_NAMES, METHOD_NAMES } from "../protocol/index.ts";
import { OBSERVED_ATTRIBUTES, optionsFrom } from "./attributes.ts";
import { createCall, type CreateCallOptions, type EmbeddedCall } from "./createCall.ts";
import { withoutSecret } from "./room.ts";

/** `<sotto-call>` as scripts see it: the methods of a call, and its attributes as properties. */
export type SottoCall = HTMLElement &
  CallMethods & {
    /** Write the whole link; reading gives it without its secret. */
    room: string;
    server: string;
    displayName: string;
    layout: string;
    /** Options that attributes do not have, over theirs. */
    options: Partial<CreateCallOptions>;
    destroy(): void;
  };

/** Properties that are attributes of another spelling or the same. */
const REFLECTED = { server: "server", displayName: "display-name", layout: "layout" } as const;

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
    #options: Partial<CreateCallOptions> = {};
    #seen: IntersectionObserver | undefined;

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

    get options(): Partial<CreateCallOptions> {
      return this.#options;
    }

    set options(options: Partial<CreateCallOptions>) {
      this.#options = options;
      this.#begin();
    }

    connectedCallback(): void {
      for (const name of ["room", "options", ...Object.keys(REFLECTED)]) upgrade(this, name);
      if (this.getAttribute("loading") !== "lazy") {
        this.#begin();
        return;
      }
      this.#seen = new IntersectionObserver(([entry]) => {
        if (entry?.isIntersecting !== true) return;
        this.#seen?.disconnect();
        this.#begin();
      });
      this.#seen.observe(this);
    }

    disconnectedCallback(): void {
      this.destroy();
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (name === "room" && now !== null) {
        if (now === before || (this.#room !== undefined && now === withoutSecret(this.#room))) return;
        this.#room = now;
        // What other scripts on the page collect from its markup holds no key.
        if (now.includes("#")) this.setAttribute("room", withoutSecret(now));
      }
      if (this.#call === undefined) return;
      if (name === "layout" && (now === "auto" || now === "grid" || now === "spotlight"))
        void this.#call.setLayout(now).catch(() => undefined);
      else if (name.replace("-", "") === "displayname")
        void this.#call.setDisplayName(now ?? "").catch(() => undefined);
      else if (name === "room" || name === "server") this.#begin();
    }

    /** Asks the frame; there is none before a room or a server is known. */
    async ask(method: keyof CallMethods, args: readonly unknown[]): Promise<unknown> {
      if (this.#call === undefined) throw new EmbedError("embed/closed", "there is no frame yet");
      return await (this.#call[method] as (...all: readonly unknown[]) => Promise<unknown>)(...args);
    }

    destroy(): void {
      this.#seen?.disconnect();
      this.#call?.destroy();
      this.#call = undefined;
      this.#placeholder.hidden = false;
    }

    #begin(): void {
      if (!this.isConnected) return;
      this.destroy();
      this.#error.hidden = true;
      const style = getComputedStyle(this);
      const value = (name: string) => style.getPropertyValue(name).trim();
      const look = {
        accent: value("--sotto-accent"),
        background: value("--sotto-bg"),
        radius: value("--sotto-radius"),
      };
      const options = {
        ...(this.#room !== undefined && { room: this.#room }),
        ...optionsFrom((name) => this.getAttribute(name)),
        look: Object.fromEntries(Object.entries(look).filter(([, css]) => css !== "")),
        ...this.#options,
      };
      if (options.room === undefined && options.server === undefined) return;
      try {
        const call = createCall(this.#shadow, options);
        call.iframe.part.add("frame");
        this.#call = call;
        for (const name of EVENT_NAMES)
          call.on(name, (detail) => {
            if (name === "ready") this.#placeholder.hidden = true;
            if (name === "error" && "name" in detail && detail.name === "embed/no-answer")
              this.#fail(detail.name);
            this.dispatchEvent(new CustomEvent(name, { detail }));
          });
      } catch (error) {
        // Markup never throws: it tells.
        const code = error instanceof EmbedError ? error.code : "embed/not-possible";
        this.#fail(code);
        const detail = { type: "call", name: code, message: String(error), fatal: true };
        this.dispatchEvent(new CustomEvent("error", { detail }));
      }
    }

    #fail(code: string): void {
      this.#error.dataset["code"] = code;
      this.#error.hidden = false;
      this.#placeholder.hidden = true;
    }
  }
  for (const [property, attribute] of Object.entries(REFLECTED)) {
    Object.defineProperty(SottoCallElement.prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.getAttribute(attribute) ?? "";
      },
      set(this: HTMLElement, value: unknown) {
        this.setAttribute(attribute, String(value));
      },
    });
  }
  for (const name of METHOD_NAMES) {
    Object.defineProperty(SottoCallElement.prototype, name, {
      configurable: true,
      value(this: SottoCallElement, ...args: unknown[]) {
        return this.ask(name, args);
      },
    });
  }
  return SottoCallElement;
}

/** What was set before the element was defined. */
function upgrade(element: object, property: string): void {
  if (!Object.hasOwn(element, property)) return;
  const value: unknown = Reflect.get(element, property);
  Reflect.deleteProperty(element, property);
  Reflect.set(element, property, value);
}

/** A place that the page can style, and fill through a slot of the same name. */
function part(name: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("part", name);
  const slot = document.createElement("slot");
  slot.name = name;
  element.append(slot);
  return element;
}
