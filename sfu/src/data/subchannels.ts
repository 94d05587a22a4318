/*
 * mediasoup sends one message to all consumers that have any of its subchannels. With two subchannels for each bit of
 * a place number, one for 0 and one for 1, "everybody but one" is a short list: those who differ in some bit.
 */

/** Bits of a place number. */
const BITS = 12;
/** Places in one call: more than participants a call can have. */
export const MAX_PLACES = 2 ** BITS;

/** The subchannels of a place: its bits, and one that is its own. */
export function subchannelsOf(place: number): number[] {
  return [...bits(place).map((bit, index) => 2 * index + bit), only(place)];
}

/** The subchannels that reach every place but this one. */
export function everybodyBut(place: number): number[] {
  return bits(place).map((bit, index) => 2 * index + (1 - bit));
}

/** The subchannel that reaches this place alone. */
export function only(place: number): number {
  return 2 * BITS + place;
}

function bits(place: number): (0 | 1)[] {
  return Array.from({ length: BITS }, (_, index) => (((place >> index) & 1) === 1 ? 1 : 0));
}
