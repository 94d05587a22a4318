/** Why a microphone or camera could not be had, in the kinds that need different words. */
export type DeviceErrorKind =
  | "NotAllowed"
  | "SystemBlocked"
  /** The page that the app is part of keeps it back. */
  | "PagePolicy"
  | "NotFound"
  | "NotReadable"
  | "Overconstrained"
  | "Ended"
  | "Effect"
  | "Other";

/** A camera's picture could not be changed as the person wants it. */
export class EffectFailed extends Error {
  override readonly name = "EffectError";

  constructor(options?: ErrorOptions) {
    super("the picture could not be changed", options);
  }
}

/** What browsers say when the person let them, and the system did not let the browser. */
const BY_SYSTEM = /\b(by|denied by|blocked by) (the )?system\b/i;

/**
 * Sorts what getUserMedia rejects with, old browser names included.
 * @param permission what the browser's own settings say; a refusal in spite of them is the system's
 */
export function deviceErrorKind(error: unknown, permission?: PermissionState): DeviceErrorKind {
  const isError = error instanceof Error || error instanceof DOMException;
  switch (isError ? error.name : "") {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      return permission === "granted" || (isError && BY_SYSTEM.test(error.message))
        ? "SystemBlocked"
        : "NotAllowed";
    case "PagePolicyError":
      return "PagePolicy";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return "NotFound";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "NotReadable";
    case "OverconstrainedError":
    case "ConstraintNotSatisfiedError":
      return "Overconstrained";
    case "EffectError":
      return "Effect";
    default:
      return "Other";
  }
}
