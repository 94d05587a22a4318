import * as v from "valibot";
import {
  type CallMethods,
  EmbedError,
  type EmbedEvent,
  type EventDetail,
  type EventName,
  frameHash,
  FrameOptions,
  METHOD_NAMES,
  newNonce,
} from "../protocol/index.ts";
import { FrameChannel } from "./FrameChannel.ts";
import { makeIframe } from "./iframe.ts";
import { placeOf, withToken } from "./room.ts";
import { smallPicture } from "./smallPicture.ts";

/** How to embed a call. */
export interface CreateCallOptions extends FrameOptions {
  /** The whole link of a room. Without one the frame makes a room, whose key this page never learns. */
  readonly room?: string;
  /** Sotto's address, where `room` does not hold it. */
  readonly server?: string;
  /** A call, or a session about a shared screen: looking on, or presenting. What the link is for, if absent. */
  readonly mode?: "call" | "view" | "share";
  /** What lets one in: the last part of a room's link, where `room` is its address without that. */
  readonly token?: string;
  /** Who the person is to this page. */
  readonly userInfo?: UserInfo;
}

/** What may be said of a person beside the name; what is absent stays as it is, what is empty goes. */
export interface CardWishes {
  /** Loaded by this page, and passed on as a small picture. Addresses of other origins have to allow that (CORS). */
  readonly avatarUrl?: string;
  /** Who this is to the page, at most 128 characters. */
  readonly externalId?: string;
  /** Whatever the pages of the others should know, at most 2,048 characters. */
  readonly metadata?: string;
}

export interface UserInfo extends CardWishes {
  readonly displayName?: string;
}

/** Each without a password and with one. */
const DOOR_OF = { call: ["r", "p"], view: ["w", "wp"], share: ["s", "sp"] } as const;

/** A call in a frame. */
export interface EmbeddedCall extends Omit<CallMethods, "setUserInfo"> {
  readonly iframe: HTMLIFrameElement;
  /** Listens to one kind of event. Returns the function that ends it. */
  on<E extends EventName>(event: E, listener: (detail: EventDetail<E>) => void): () => void;
  /** What the pages of the others are told of this person, sealed on the way. Rejects with `embed/bad-picture`, too. */
  setUserInfo(info: CardWishes): Promise<void>;
  /** Leaves and takes the frame away. */
  destroy(): Promise<void>;
}

/**
 * Puts a call into an element of the page. It is drawn by a frame of Sotto's origin: this page can ask it for what
 * {@link EmbeddedCall} has and reach nothing else of it.
 * @param element in the document
 * @throws EmbedError `embed/invalid` for options that there are not, `embed/bad-room`, `embed/bad-server`, `embed/not-possible` if the element is in no document
 */
export function createCall(element: ParentNode & Node, options: CreateCallOptions): EmbeddedCall {
  const { room, server, mode, token, userInfo = {}, ...wishes } = options;
  const { displayName = wishes.displayName, ...card } = userInfo;
  const frameOptions = { ...wishes, ...(displayName !== undefined && { displayName }) };
  const checked = v.safeParse(FrameOptions, frameOptions);
  if (!checked.success)
    throw new EmbedError("embed/invalid", `this is no option: ${v.getDotPath(checked.issues[0]) ?? ""}`);
  const { base, origin, door: linked = "r", roomSecret } = placeOf(withToken(room, token), server);
  const door = mode === undefined ? linked : DOOR_OF[mode][linked.endsWith("p") ? 1 : 0];
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
  const methods = Object.fromEntries(
    METHOD_NAMES.map((name) => [name, (...args: unknown[]) => channel.ask(name, args)]),
  ) as unknown as CallMethods;
  const setUserInfo = async ({ avatarUrl, ...rest }: CardWishes): Promise<void> => {
    // The words do not wait for the picture, nor fail with it.
    const words = Object.keys(rest).length === 0 ? undefined : methods.setUserInfo(rest);
    if (avatarUrl !== undefined)
      await methods.setUserInfo({ avatarUrl: await smallPicture(page, avatarUrl) });
    await words;
  };
  if (Object.values(card).some((value) => value !== ""))
    setUserInfo(card).catch((error: unknown) => {
      const { code: name, message } =
        error instanceof EmbedError ? error : new EmbedError("embed/not-possible", String(error));
      if (name !== "embed/closed")
        emit({ name: "error", detail: { type: "call", name, message, fatal: false } });
    });
  return {
    ...methods,
    iframe,
    setUserInfo,
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => set.delete(listener);
    },
    async destroy() {
      channel.close();
      listeners.clear();
      iframe.remove();
    },
  };
}
