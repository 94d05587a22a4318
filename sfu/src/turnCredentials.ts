import { createHmac, randomBytes } from "node:crypto";
import { SottoError } from "@sotto/shared/codec";

/** Relays that participants may use. */
export interface TurnOptions {
  /** `turn:` and `turns:` addresses (RFC 7065), best first. */
  readonly urls: readonly string[];
  /** What the relays know too: coturn's `static-auth-secret`. */
  readonly secret: string;
}

/** One entry of a browser's `iceServers`. */
export interface IceServer {
  readonly urls: string[];
  readonly username: string;
  readonly credential: string;
}

/**
 * How long a relay takes new allocations with one credential, s. What is allocated lives on; whoever has to begin
 * anew gets another credential.
 */
const LIFETIME_S = 2 * 60 * 60;

/**
 * Makes a credential that is good for a time and says nothing of who uses it: the name is the time at which it
 * ends and a random number, the password their HMAC-SHA-1, as all relays with "TURN REST" secrets expect.
 * @param nowMs ms since 1970
 */
export function turnCredentials({ urls, secret }: TurnOptions, nowMs: number): IceServer {
  const expires = Math.floor(nowMs / 1000) + LIFETIME_S;
  const username = `${expires}:${randomBytes(8).toString("hex")}`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  return { urls: [...urls], username, credential };
}

/** The form of RFC 7065, with a host or an address. */
const turnUrl =
  /^turns?:(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/;

/**
 * Checks what an operator gave.
 * @throws SottoError `sfu/options`
 */
export function checkTurn({ urls, secret }: TurnOptions): void {
  if (urls.length < 1 || urls.length > 8) throw new SottoError("sfu/options", "name one to eight relays");
  for (const url of urls) {
    if (!turnUrl.test(url)) throw new SottoError("sfu/options", `${url} is no address of a relay`);
  }
  // RFC 2104 §3: shorter than the hash is weaker than the hash; half of it is the least that is worth having.
  if (secret.length < 16)
    throw new SottoError("sfu/options", "the relays' secret needs 16 characters or more");
}
