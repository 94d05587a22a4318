import { fromBase64Url, SottoError, toBase64Url } from "../codec/index.ts";
import { asLinkSecret, type LinkSecret } from "./types.ts";

const ROOM_PREFIX = "#/r/";
/** 32 bytes in base64url without padding. */
const SECRET_CHARACTERS = 43;
/** Far above any real link; keeps pasted novels out of the parser. */
const MAX_LINK_LENGTH = 4096;

/**
 * The link that invites to a room: `https://host/#/r/<43 characters>`. The secret is in the fragment, which
 * browsers do not send.
 * @param origin `https://host`, with a path if the client is served from one
 * @throws SottoError `link/malformed` if the origin is no http(s) address, `ids/length`
 */
export function makeLink(origin: string, linkSecret: LinkSecret): string {
  const url = parseUrl(origin);
  if (url === undefined) throw new SottoError("link/malformed", "the origin is not a web address");
  const path = url.pathname.endsWith("/") ? url.pathname : `${url.pathname}/`;
  return `${url.origin}${path}${ROOM_PREFIX}${toBase64Url(asLinkSecret(linkSecret))}`;
}

/**
 * Reads the secret from a whole link or from its fragment (`#/r/…`, as in `location.hash`). White space around
 * it is ignored.
 * @throws SottoError `link/incomplete` if the link is cut off: no fragment, or a secret that is too short
 * @throws SottoError `link/malformed` if it is anything else
 */
export function parseLink(urlOrFragment: string): LinkSecret {
  const text = urlOrFragment.trim();
  if (text.length > MAX_LINK_LENGTH) throw malformed();
  const fragment = text.startsWith("#") ? text : parseUrl(text)?.hash;
  if (fragment === undefined) throw malformed();
  if (ROOM_PREFIX.startsWith(fragment)) throw incomplete();
  if (!fragment.startsWith(ROOM_PREFIX)) throw malformed();

  const secret = fragment.slice(ROOM_PREFIX.length);
  if (!/^[A-Za-z0-9_-]*$/.test(secret)) throw malformed();
  if (secret.length < SECRET_CHARACTERS) throw incomplete();
  if (secret.length > SECRET_CHARACTERS) throw malformed();
  try {
    return asLinkSecret(fromBase64Url(secret));
  } catch (cause) {
    throw malformed(cause);
  }
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
