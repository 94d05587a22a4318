import {
  type CallMethods,
  type Door,
  EmbedError,
  type EmbedEvent,
  type EventDetail,
  type EventName,
  frameHash,
  type FrameOptions,
  METHOD_NAMES,
  newNonce,
} from "../protocol/index.ts";
import { FrameChannel } from "./FrameChannel.ts";
import { makeIframe, withheldDevices } from "./iframe.ts";
import { placeOf } from "./room.ts";

/** How to embed a call. */
export interface CreateCallOptions extends FrameOptions {
  /** The whole link of a room. Without one the frame makes a room, whose key this page never learns. */
  readonly room?: string;
  /** Sotto's address, where `room` does not hold it. */
  readonly server?: string;
  /** A call, or a session about a shared screen: looking on, or presenting. What the link is for, if absent. */
  readonly mode?: "call" | "view" | "share";
}

const DOOR_OF: Readonly<Record<"call" | "view" | "share", Door>> = { call: "r", view: "w", share: "s" };

/** A call in a frame. */
export interface EmbeddedCall extends CallMethods {
  readonly iframe: HTMLIFrameElement;
  /** Listens to one kind of event. Returns the function that ends it. */
  on<E extends EventName>(event: E, listener: (detail: EventDetail<E>) => void): () => void;
  /** Leaves and takes the frame away. */
  destroy(): void;
}

/**
 * Puts a call into an element of the page. It is drawn by a frame of Sotto's origin: this page can ask it for what
 * {@link EmbeddedCall} has and reach nothing else of it.
 * @param element in the document
 * @throws EmbedError `embed/bad-room`, `embed/bad-server`, `embed/not-possible` if the element is in no document
 */
export function createCall(element: ParentNode & Node, options: CreateCallOptions): EmbeddedCall {
  const { room, server, mode, ...frameOptions } = options;
  const { base, origin, door: linked = "r", roomSecret } = placeOf(room, server);
  // A password is asked for in calls only.
  const door = mode === undefined || linked === "p" ? linked : DOOR_OF[mode];
  const page = element.ownerDocument?.defaultView;
  if (page === null || page === undefined || !element.isConnected)
    throw new EmbedError("embed/not-possible", "the element is in no document");

  const iframe = makeIframe(page.document, origin);
  element.append(iframe);
  const source = iframe.contentWindow;
  if (source === null) throw new EmbedError("embed/not-possible", "this browser shows no frames");
  const nonce = newNonce(page.crypto);

  const listeners = new Map<EventName, Set<(detail: never) => void>>();
  const emit = ({ name, detail }: EmbedEvent): void => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(detail as never);
  };
  const channel = new FrameChannel(page, { origin, source, nonce }, frameOptions, {
    event: emit,
    noAnswer: () => {
      const message = "Sotto did not answer: is this origin on its list of embedding origins?";
      emit({ name: "error", detail: { type: "call", name: "embed/no-answer", message, fatal: true } });
    },
  });
  // Not by the attribute: a room's key does not belong into the page's markup, where other scripts collect things.
  const hash = frameHash({ nonce, parentOrigin: page.location.origin, door, roomSecret });
  source.location.replace(new URL(`embed.html${hash}`, base).href);
  queueMicrotask(() => {
    for (const kind of withheldDevices(page.document, origin))
      emit({ name: "device-error", detail: { kind, type: "page-policy" } });
  });

  const methods = Object.fromEntries(
    METHOD_NAMES.map((name) => [name, (...args: unknown[]) => channel.ask(name, args)]),
  ) as unknown as CallMethods;
  return {
    ...methods,
    iframe,
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    destroy() {
      channel.close();
      listeners.clear();
      iframe.remove();
    },
  };
}
