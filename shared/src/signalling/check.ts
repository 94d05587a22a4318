import * as v from "valibot";
import { UInt32 } from "./fields.ts";
import { SignallingError } from "./signallingError.ts";

/**
 * The value as the schema knows it, in fresh objects. Stops at the first fault and names its place, never the
 * value that stands there.
 * @throws SignallingError with `requestId`
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
  requestId?: number,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return result.output;
  const place = v.getDotPath(result.issues[0])?.slice(0, 80);
  throw new SignallingError(`${what} is malformed${place === undefined ? "" : ` at ${place}`}`, {
    requestId,
  });
}

/** The id of a message that may have nothing else right, so that its sender can be answered. */
export function readableId(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null || !("id" in message)) return undefined;
  return v.is(UInt32, message.id) ? message.id : undefined;
}
