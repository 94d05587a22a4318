import { type FrameRoute, readFrameHash } from "../protocol/index.ts";

/** What a frame knows of where it is. */
export interface Surroundings {
  /** `location.hash`. */
  readonly hash: string;
  readonly isFramed: boolean;
  /** The parent is the page of the tab, not itself in a frame. */
  readonly parentIsTop: boolean;
  /** `location.ancestorOrigins`, the parent first; undefined in browsers that do not say. */
  readonly ancestors: readonly string[] | undefined;
  /** Origins of the pages that may embed calls. */
  readonly allowed: readonly string[];
}

/** Whether a call may be shown here. */
export type Admission =
  /** To a page that shows, by the handshake, that it is of the allowed origin it says. */
  | { readonly kind: "handshake"; readonly route: FrameRoute }
  /** In a frame without scripts: the browser says that all pages around it are allowed. */
  | { readonly kind: "plain" }
  | { readonly kind: "refused"; readonly why: "not-framed" | "origin" | "address" };

/**
 * Decides by what the browser says, and by what a handshake will prove. Every page around the frame has to be allowed,
 * or one that is not could lay itself over one that is. The web server's `frame-ancestors` says the same.
 */
export function admit({ hash, isFramed, parentIsTop, ancestors, allowed }: Surroundings): Admission {
  if (!isFramed) return { kind: "refused", why: "not-framed" };
  const route = readFrameHash(hash);
  const surelyAllowed =
    ancestors !== undefined && ancestors.length > 0 && ancestors.every((origin) => allowed.includes(origin));
  if (route === undefined) {
    if (!/^#\/(r|p|[ws]p?)\//.test(hash)) return { kind: "refused", why: "address" };
    return surelyAllowed ? { kind: "plain" } : { kind: "refused", why: "origin" };
  }
  const { parentOrigin } = route;
  const mayAsk = ancestors === undefined ? parentIsTop : surelyAllowed && ancestors[0] === parentOrigin;
  return mayAsk && allowed.includes(parentOrigin)
    ? { kind: "handshake", route }
    : { kind: "refused", why: "origin" };
}
