import type { DeviceErrorKind } from "../../app/state/deviceError.ts";
import type { EventDetail } from "../protocol/index.ts";

/** What a page is told of a microphone or camera that is not to be had. */
export const DEVICE_ERRORS: Readonly<Record<DeviceErrorKind, EventDetail<"device-error">["type"]>> = {
  NotAllowed: "not-allowed",
  SystemBlocked: "system-blocked",
  PagePolicy: "page-policy",
  NotFound: "not-found",
  NotReadable: "in-use",
  Overconstrained: "overconstrained",
  Ended: "ended",
  Effect: "effect",
  Other: "other",
};
