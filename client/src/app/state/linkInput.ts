import { SottoError } from "@sotto/shared/codec";
import {
  asLinkSecret,
  LONGEST_PASSWORD_BYTES,
  makeLink,
  makeProtectedLink,
  readRoomLink,
} from "@sotto/shared/ids";

/** Why a pasted or opened link leads nowhere. */
export type LinkProblem = "link/incomplete" | "link/malformed";

export type ReadLink = { readonly link: string } | { readonly problem: LinkProblem };

/** Reads a link, or its fragment, and gives it in full form for this origin. */
export function readLink(text: string, origin: string): ReadLink {
  try {
    const { secret, needsPassword } = readRoomLink(text);
    return { link: needsPassword ? makeProtectedLink(origin, secret) : makeLink(origin, secret) };
  } catch (error) {
    if (error instanceof SottoError && error.code === "link/incomplete")
      return { problem: "link/incomplete" };
    return { problem: "link/malformed" };
  }
}

/** Whether a link that was read before asks for a password. */
export function isProtected(link: string): boolean {
  return readRoomLink(link).needsPassword;
}

/** A new room that nobody can guess. */
export function newRoom(origin: string, random: Uint8Array, password: string): string {
  const secret = asLinkSecret(random);
  return password === "" ? makeLink(origin, secret) : makeProtectedLink(origin, secret);
}

/** What is wrong with a password, if anything. */
export function passwordProblem(password: string): "missing" | "long" | undefined {
  if (password === "") return "missing";
  const bytes = new TextEncoder().encode(password.normalize("NFC")).length;
  return bytes > LONGEST_PASSWORD_BYTES ? "long" : undefined;
}
