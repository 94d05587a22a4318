import { type Carrier, NO_BYTES } from "./Carrier.ts";

/** Opus and VP9 need no carrier: their packetizers look at no byte of the frame. */
export const bareCarrier: Carrier = {
  headroom: 0,
  authenticated: () => NO_BYTES,
  wrap: (sealed) => sealed,
  unwrap: (payload) => ({ bytes: payload, start: 0, authenticated: NO_BYTES }),
};
