import { type Carrier, CarrierError } from "./Carrier.ts";

/** RFC 6386 §9.1: the lowest bit of a VP8 frame is 0 in key frames. Routers read nothing else of that byte. */
const KEY = Uint8Array.of(0x00);
const DELTA = Uint8Array.of(0x01);

/** One byte, authenticated: without it forwarding servers see key frames where there are none. */
export const vp8Carrier: Carrier = {
  headroom: 1,
  isKeyFrame: (frame) => ((frame[0] ?? 1) & 1) === 0,
  authenticated: (keyFrame) => (keyFrame ? KEY : DELTA),
  wrap(sealed, keyFrame) {
    sealed.set(keyFrame ? KEY : DELTA);
    return sealed;
  },
  unwrap(payload) {
    const first = payload[0];
    if (first !== 0x00 && first !== 0x01) throw new CarrierError("not a VP8 carrier byte");
    return { bytes: payload, start: 1, authenticated: first === 0x00 ? KEY : DELTA };
  },
};
