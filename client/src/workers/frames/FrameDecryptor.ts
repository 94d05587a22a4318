import { SottoError } from "@sotto/shared/codec";
import type { Ctr } from "@sotto/shared/ids";
import { decodeHeader, epochLowOf, type KidParts, type Soon, unpackKid, unpad } from "@sotto/shared/sframe";
import { type Carrier, type Codec, carrierOf } from "../carrier/index.ts";
import type { DropReason } from "../protocol.ts";
import type { EpochKey, EpochKeys, ReceiveKey } from "./EpochKeys.ts";
import type { Outcome } from "./frame.ts";

/** What belongs on one received track. */
export interface DecryptorOptions {
  readonly keys: EpochKeys;
  readonly codec: Codec;
  /** The one participant whose frames are accepted, whatever leaf an epoch gives it. */
  readonly participantKey: string;
  readonly stream: number;
  readonly layers: number;
}

/** Opens the frames of one received track, if they are from whom and of what the members said. */
export class FrameDecryptor {
  readonly #options: DecryptorOptions;
  readonly #carrier: Carrier;

  constructor(options: DecryptorOptions) {
    this.#options = options;
    this.#carrier = carrierOf(options.codec);
  }

  /** Opens one frame. Never throws. */
  decrypt(data: ArrayBuffer): Soon<Outcome> {
    if (data.byteLength === 0) return "empty";
    try {
      const outcome = this.#open(new Uint8Array(data));
      return outcome instanceof Promise ? outcome.catch(reasonOf) : outcome;
    } catch (error) {
      return reasonOf(error);
    }
  }

  #open(payload: Uint8Array<ArrayBuffer>): Soon<Outcome> {
    const { sealed, authenticated } = this.#carrier.unwrap(payload);
    const header = decodeHeader(sealed);
    const { keys, participantKey, stream, layers } = this.#options;
    const epoch = keys.receiving(epochLowOf(header.kid));
    if (epoch === undefined) return "unknown-key";
    const parts = unpackKid(header.kid, epoch.leafBits);
    const isExpected =
      epoch.members.get(parts.leaf) === participantKey &&
      parts.stream >= stream &&
      parts.stream < stream + layers;
    if (!isExpected) return "unexpected-sender";

    const receiveKey = keys.receiveKey(epoch, header.kid);
    receiveKey.window.check(header.ctr);
    const opened = receiveKey.key.decrypt(header, sealed, authenticated);
    const finish = (plaintext: Uint8Array<ArrayBuffer>): Outcome =>
      this.#finish(plaintext, epoch, receiveKey, header.ctr, parts);
    return opened instanceof Promise ? opened.then(finish) : finish(opened);
  }

  #finish(
    plaintext: Uint8Array<ArrayBuffer>,
    epoch: EpochKey,
    { window }: ReceiveKey,
    ctr: Ctr,
    parts: KidParts,
  ): Outcome {
    // Frames are opened side by side: of two copies, the second is refused here.
    window.accept(ctr);
    this.#options.keys.heard(epoch, parts.step);
    const frame = parts.padded ? unpad(plaintext) : plaintext;
    return frame.length === 0 ? "empty" : frame;
  }
}

const reasonOfCode: Readonly<Record<string, DropReason>> = {
  "carrier/malformed": "malformed",
  "sframe/header": "malformed",
  "sframe/padding": "malformed",
  "sframe/replay": "replay",
  "sframe/auth": "auth",
  "sframe/unknown-key": "unknown-key",
};

function reasonOf(error: unknown): DropReason {
  return (error instanceof SottoError ? reasonOfCode[error.code] : undefined) ?? "error";
}
