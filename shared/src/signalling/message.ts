import * as v from "valibot";
import { UInt32 } from "./fields.ts";
import { type Method, methods, type RequestData, type ResponseData } from "./methods.ts";
import { type NotificationData, type NotificationMethod, notifications } from "./notifications.ts";
import { check, readableId } from "./check.ts";
import { SfuErrorBody, SignallingError } from "./signallingError.ts";

/** Longest message either end sends or reads, in bytes of UTF-8: 64 KiB. */
export const MAX_MESSAGE_BYTES = 65_536;

export type ClientRequest = {
  [M in Method]: { id: number; method: M; data: RequestData<M> };
}[Method];

/** An answer. Its data is still unchecked: whoever asked knows the method, see {@link parseResponseData}. */
export type ServerResponse =
  | { id: number; ok: true; data: unknown }
  | { id: number; ok: false; error: v.InferOutput<typeof SfuErrorBody> };

export type Notification = {
  [M in NotificationMethod]: { method: M; data: NotificationData<M> };
}[NotificationMethod];

export type ServerMessage = ServerResponse | Notification;

const RequestFrame = v.strictObject({
  id: UInt32,
  method: v.picklist(Object.keys(methods) as Method[]),
  data: v.unknown(),
});

const NotificationFrame = v.strictObject({
  method: v.picklist(Object.keys(notifications) as NotificationMethod[]),
  data: v.unknown(),
});

const ResponseFrame = v.variant("ok", [
  v.strictObject({ id: UInt32, ok: v.literal(true), data: v.unknown() }),
  v.strictObject({ id: UInt32, ok: v.literal(false), error: SfuErrorBody }),
]);

/**
 * Reads one text message as JSON, up to {@link MAX_MESSAGE_BYTES}.
 * @throws SignallingError if it is longer or not JSON
 */
export function readMessage(text: string): unknown {
  // UTF-16 units are never more than UTF-8 bytes: the cheap test first.
  if (text.length > MAX_MESSAGE_BYTES || new TextEncoder().encode(text).length > MAX_MESSAGE_BYTES) {
    throw new SignallingError("message is too long");
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The engine's error quotes the message, and the message may hold a secret.
    throw new SignallingError("message is not JSON");
  }
}

/**
 * Checks what a client sent, after {@link readMessage}.
 * @throws SignallingError with the request's id where it is readable
 */
export function parseClientRequest(json: unknown): ClientRequest {
  const frame = check(RequestFrame, json, "request", readableId(json));
  const data = check(methods[frame.method].request, frame.data, frame.method, frame.id);
  return { id: frame.id, method: frame.method, data } as ClientRequest;
}

/** Checks what the SFU sent, after {@link readMessage}. @throws SignallingError */
export function parseServerMessage(json: unknown): ServerMessage {
  if (typeof json === "object" && json !== null && "method" in json) {
    const frame = check(NotificationFrame, json, "notification");
    const data = check(notifications[frame.method], frame.data, frame.method);
    return { method: frame.method, data } as Notification;
  }
  return check(ResponseFrame, json, "response");
}

/** Checks the data of a successful answer to a request of `method`. @throws SignallingError */
export function parseResponseData<M extends Method>(method: M, data: unknown): ResponseData<M> {
  return check(methods[method].response, data, method);
}
