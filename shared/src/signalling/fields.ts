import * as v from "valibot";

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
}

/** A string of 1 to `max` UTF-16 units. */
export function text(max: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(max));
}

/** A list of `min` to `max` items. The length is checked before any item is looked at. */
export function list<const Item extends v.GenericSchema>(item: Item, min: number, max: number) {
  return v.pipe(
    v.custom<unknown[]>((input) => Array.isArray(input) && input.length >= min && input.length <= max),
    v.array(item),
  );
}

/*
 * Byte strings travel as base64url without padding. The last character is limited to those whose unused bits
 * are zero, so that equal bytes are equal strings.
 */
export const Bytes16 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/));
export const Bytes32 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/));

/** An id the SFU made for a transport, a producer or a consumer. */
export const SfuMadeId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const UInt32 = whole(0, 0xffffffff);
/** Which of its participant's streams a producer carries. Opaque to the SFU. */
export const Stream = whole(0, 15);
export const MediaKind = v.picklist(["audio", "video"]);

/** Valibot's objects take arrays too, which would pass wherever no member is required. */
export const NoArray = v.custom<object>((input) => !Array.isArray(input));
export const Empty = v.pipe(NoArray, v.strictObject({}));

/** Producers one participant may have: a stream number each. */
export const MAX_PRODUCERS = 16;
/** Participants one join answer may list; about what fits a message with two producers each is fewer. */
export const MAX_PARTICIPANTS = 1024;

export type MediaKind = v.InferOutput<typeof MediaKind>;
