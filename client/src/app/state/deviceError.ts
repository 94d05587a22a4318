/** Why a microphone or camera could not be had, in the kinds that need different words. */
export type DeviceErrorKind =
  "NotAllowed" | "NotFound" | "NotReadable" | "Overconstrained" | "Ended" | "Effect" | "Other";

/** A camera's picture could not be changed as the person wants it. */
export class EffectFailed extends Error {
  override readonly name = "EffectError";

  constructor(options?: ErrorOptions) {
    super("the picture could not be changed", options);
  }
}

/** Sorts what getUserMedia rejects with, old browser names included. */
export function deviceErrorKind(error: unknown): DeviceErrorKind {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      return "NotAllowed";
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
