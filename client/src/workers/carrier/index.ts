/** Carriers: the few constant bytes that each codec's path through packetizers needs in front of a ciphertext. */
import { av1Carrier } from "./av1.ts";
import { bareCarrier } from "./bare.ts";
import type { Carrier } from "./Carrier.ts";
import { h264Carrier } from "./h264.ts";
import { vp8Carrier } from "./vp8.ts";

export { type Carrier, CarrierError, type Unwrapped } from "./Carrier.ts";

/** Codecs that frames can be carried in; what is said in a sealed `state` message. */
export const codecs = ["opus", "vp8", "vp9", "h264", "av1"] as const;
export type Codec = (typeof codecs)[number];

/** Whether a word from a sealed message or a MIME subtype names a codec we carry. */
export function isCodec(name: string): name is Codec {
  return (codecs as readonly string[]).includes(name);
}

/** The carrier of a codec. */
export function carrierOf(codec: Codec): Carrier {
  switch (codec) {
    case "opus":
    case "vp9":
      return bareCarrier;
    case "vp8":
      return vp8Carrier;
    case "h264":
      return h264Carrier;
    case "av1":
      return av1Carrier;
  }
}
