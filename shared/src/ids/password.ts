import { argon2id } from "@noble/hashes/argon2.js";
import { concatBytes, SottoError, zeroize } from "../codec/index.ts";
import { derive } from "./derive.ts";
import { asLinkSecret, type LinkSecret } from "./types.ts";

/** Longest password, bytes of UTF-8 in normal form C. */
export const LONGEST_PASSWORD_BYTES = 256;

/**
 * RFC 9106 §4, the second recommended option: 64 MiB and three passes, for devices that have not got 2 GiB to spare.
 * Everybody computes it once per call, and whoever guesses passwords once per guess.
 */
const STRETCHING = { t: 3, m: 65_536, p: 4, dkLen: 32 } as const;

/**
 * The link secret of a protected room, from the secret in its link and its password. Another password gives another
 * room; nothing tells which one is right. Takes about a second of a processor and 64 MiB: call it in a worker.
 * @throws SottoError `link/password` if the password is empty or longer than {@link LONGEST_PASSWORD_BYTES},
 *   `ids/length` if the secret is not 32 bytes
 */
export function withPassword(linkSecret: LinkSecret, password: string): LinkSecret {
  const secret = asLinkSecret(linkSecret);
  const bytes = new TextEncoder().encode(password.normalize("NFC"));
  if (bytes.length === 0 || bytes.length > LONGEST_PASSWORD_BYTES) {
    throw new SottoError("link/password", "a password has between 1 and 256 bytes");
  }
  const stretched = argon2id(bytes, derive(secret, "passwordSalt"), STRETCHING);
  const both = concatBytes(secret, stretched);
  try {
    return asLinkSecret(derive(both, "protectedLink"));
  } finally {
    for (const spent of [bytes, stretched, both]) zeroize(spent);
  }
}
