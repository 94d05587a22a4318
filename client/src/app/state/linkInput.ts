import { SottoError } from "@sotto/shared/codec";
import { makeLink, parseLink } from "@sotto/shared/ids";

/** Why a pasted or opened link leads nowhere. */
export type LinkProblem = "link/incomplete" | "link/malformed";

export type ReadLink = { readonly link: string } | { readonly problem: LinkProblem };

/** Reads a link, or its fragment, and gives it in full form for this origin. */
export function readLink(text: string, origin: string): ReadLink {
  try {
    return { link: makeLink(origin, parseLink(text)) };
  } catch (error) {
    if (error instanceof SottoError && error.code === "link/incomplete")
      return { problem: "link/incomplete" };
    return { problem: "link/malformed" };
  }
}
