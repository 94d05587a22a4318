/** What a call cannot do without; the names are what developers look up. */
export type Missing = "secure-context" | "WebRTC" | "encoded transforms" | "Ed25519" | "Web Workers";

/** Browsers whose current versions have everything. Brand names, the same in each language. */
export const WORKING_BROWSERS = ["Chrome", "Edge", "Brave", "Firefox"] as const;

/** The part of the global object that is looked at. */
export interface BrowserGlobals {
  readonly isSecureContext: boolean;
  readonly crypto?: Crypto;
  readonly RTCPeerConnection?: unknown;
  readonly RTCRtpScriptTransform?: unknown;
  readonly RTCRtpSender?: { readonly prototype: object };
  readonly Worker?: unknown;
}

/**
 * What this browser lacks; empty if a call can be made. Only abilities count, never a browser's name.
 * Without a secure context the browser hides the others, so that this is told alone.
 */
export async function missingAbilities(globals: BrowserGlobals): Promise<readonly Missing[]> {
  if (!globals.isSecureContext) return ["secure-context"];
  const missing: Missing[] = [];
  if (globals.RTCPeerConnection === undefined) missing.push("WebRTC");
  else if (!hasEncodedTransforms(globals)) missing.push("encoded transforms");
  if (globals.Worker === undefined) missing.push("Web Workers");
  if (!(await hasEd25519(globals.crypto))) missing.push("Ed25519");
  return missing;
}

function hasEncodedTransforms(globals: BrowserGlobals): boolean {
  const legacy =
    globals.RTCRtpSender !== undefined && "createEncodedStreams" in globals.RTCRtpSender.prototype;
  return globals.RTCRtpScriptTransform !== undefined || legacy;
}

/** Device keys are Ed25519 keys that never leave WebCrypto. */
async function hasEd25519(crypto: Crypto | undefined): Promise<boolean> {
  try {
    await crypto?.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return crypto !== undefined;
  } catch {
    return false;
  }
}
