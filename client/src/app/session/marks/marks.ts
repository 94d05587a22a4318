/**
 * What people point at and draw over a shared picture: small binary messages of the call's sealed data.
 * `kind (1 byte) ‖ leaf of the presenter (2, big-endian) ‖ rest`; places are fractions of the picture in 1/65535.
 */

/** The topic of marks among the call's data messages. */
export const MARK_TOPIC = "mark";

/** A place in a picture: 0..1 from its left upper corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** One message. `leaf` says on whose screen it is. */
export type Mark =
  | { readonly kind: "pointer"; readonly leaf: number; readonly at: Spot }
  | { readonly kind: "away"; readonly leaf: number }
  /** Goes on with the line of this number, or begins it. */
  | { readonly kind: "line"; readonly leaf: number; readonly line: number; readonly spots: readonly Spot[] }
  /** Of the sender; of everybody, if the sender is the presenter. */
  | { readonly kind: "clear"; readonly leaf: number };

/** Places in one message: a line of 60 ms is shorter. */
export const MOST_SPOTS = 60;
/** Numbers of leaves and of lines are two bytes. */
const MOST = 0xffff;

const KINDS = ["pointer", "away", "line", "clear"] as const;
const HEAD_BYTES = 3;
const SPOT_BYTES = 4;

/** @throws RangeError for a number that does not fit, or a line of none or too many places */
export function encodeMark(mark: Mark): Uint8Array<ArrayBuffer> {
  const spots = mark.kind === "pointer" ? [mark.at] : mark.kind === "line" ? mark.spots : [];
  const line = mark.kind === "line" ? [mark.line] : [];
  if (mark.kind === "line" && (spots.length === 0 || spots.length > MOST_SPOTS))
    throw new RangeError(`a line of ${spots.length} places`);
  for (const number of [mark.leaf, ...line])
    if (!Number.isInteger(number) || number < 0 || number > MOST) throw new RangeError(`no mark: ${number}`);
  const bytes = new Uint8Array(HEAD_BYTES + 2 * line.length + SPOT_BYTES * spots.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, KINDS.indexOf(mark.kind) + 1);
  view.setUint16(1, mark.leaf);
  let at = HEAD_BYTES;
  for (const number of [...line, ...spots.flatMap(({ x, y }) => [packed(x), packed(y)])]) {
    view.setUint16(at, number);
    at += 2;
  }
  return bytes;
}

/** Reads a message that somebody sent; undefined for anything but a whole mark. */
export function decodeMark(bytes: Uint8Array): Mark | undefined {
  if (bytes.length < HEAD_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = KINDS[view.getUint8(0) - 1];
  if (kind === undefined) return undefined;
  const leaf = view.getUint16(1);
  const spotAt = (at: number): Spot => ({
    x: view.getUint16(at) / MOST,
    y: view.getUint16(at + 2) / MOST,
  });
  switch (kind) {
    case "away":
    case "clear":
      return bytes.length === HEAD_BYTES ? { kind, leaf } : undefined;
    case "pointer":
      return bytes.length === HEAD_BYTES + SPOT_BYTES ? { kind, leaf, at: spotAt(HEAD_BYTES) } : undefined;
    case "line": {
      const first = HEAD_BYTES + 2;
      const count = (bytes.length - first) / SPOT_BYTES;
      if (!Number.isInteger(count) || count < 1 || count > MOST_SPOTS) return undefined;
      const spots = Array.from({ length: count }, (_, at) => spotAt(first + at * SPOT_BYTES));
      return { kind, leaf, line: view.getUint16(HEAD_BYTES), spots };
    }
  }
}

function packed(fraction: number): number {
  return Math.round(Math.min(Math.max(fraction, 0), 1) * MOST);
}
