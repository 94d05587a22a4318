import { fromBase64Url, SottoError, toBase64Url } from "../codec/index.ts";
import { asLinkSecret, type LinkSecret } from "./types.ts";

const ROOM_PREFIX = "#/r/";
/** The room is opened by the link and a password; the link says that there is one, and nothing of it. */
const PROTECTED_PREFIX = "#/p/";
/** 32 bytes in base64url without padding. */
const SECRET_CHARACTERS = 43;
/** Far above any real link; keeps pasted novels out of the parser. */
const MAX_LINK_LENGTH = 4096;

/** What a link says. */
export interface RoomLink {
  /** Of a protected room only one half: `withPassword` makes the room's secret of it. */
  readonly secret: LinkSecret;
  readonly needsPassword: boolean;
}

/**
 * The link that invites to a room: `https://host/#/r/<43 characters>`. The secret is in the fragment, which
 * browsers do not send.
 * @param origin `https://host`, with a path if the client is served from one
 * @throws SottoError `link/malformed` if the origin is no http(s) address, `ids/length`
 */
export function makeLink(origin: string, linkSecret: LinkSecret): string {
  return linkTo(origin, ROOM_PREFIX, linkSecret);
}

/**
 * The link to a room that also asks for a password: `https://host/#/p/<43 characters>`.
 * @throws SottoError as {@link makeLink}
 */
export function makeProtectedLink(origin: string, linkSecret: LinkSecret): string {
  return linkTo(origin, PROTECTED_PREFIX, linkSecret);
}

/**
 * Reads the secret of a room without a password from a whole link or from its fragment (`#/r/…`, as in
 * `location.hash`).
 * @throws SottoError `link/password-needed` if the room asks for a password; else as {@link readRoomLink}
 */
export function parseLink(urlOrFragment: string): LinkSecret {
  const { secret, needsPassword } = readRoomLink(urlOrFragment);
  if (needsPassword) throw new SottoError("link/password-needed", "this room asks for a password");
  return secret;
}

/**
 * Reads a whole link or its fragment (`#/r/…` or `#/p/…`). White space around it is ignored.
 * @throws SottoError `link/incomplete` if the link is cut off: no fragment, or a secret that is too short
 * @throws SottoError `link/malformed` if it is anything else
 */
export function readRoomLink(urlOrFragment: string): RoomLink {
  const text = urlOrFragment.trim();
  if (text.length > MAX_LINK_LENGTH) throw malformed();
  const fragment = text.startsWith("#") ? text : parseUrl(text)?.hash;
  if (fragment === undefined) throw malformed();
  if (ROOM_PREFIX.startsWith(fragment) || PROTECTED_PREFIX.startsWith(fragment)) throw incomplete();
  const prefix = [ROOM_PREFIX, PROTECTED_PREFIX].find((known) => fragment.startsWith(known));
  if (prefix === undefined) throw malformed();

  const secret = fragment.slice(prefix.length);
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw malformed();
  if (secret.length < SECRET_CHARACTERS) throw incomplete();
  if (secret.length > SECRET_CHARACTERS) throw malformed();
  try {
    return { secret: asLinkSecret(fromBase64Url(secret)), needsPassword: prefix === PROTECTED_PREFIX };
  } catch (cause) {
    throw malformed(cause);
  }
}

function linkTo(origin: string, prefix: string, linkSecret: LinkSecret): string {
  const url = parseUrl(origin);
  if (url === undefined) throw new SottoError("link/malformed", "the origin is not a web address");
  const path = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
  return `${url.origin}${path}${prefix}${toBase64Url(asLinkSecret(linkSecret))}`;
}

function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:" ? url : undefined;
}

function incomplete(): SottoError {
  return new SottoError("link/incomplete", "this link is incomplete");
}

function malformed(cause?: unknown): SottoError {
  return new SottoError("link/malformed", "this is not a link to a room", { cause });
}
