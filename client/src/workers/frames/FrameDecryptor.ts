import { SottoError } from "@sotto/shared/codec";
import { decodeHeader, decryptFrame, unpackKid } from "@sotto/shared/sframe";
import { type Carrier, type Codec, carrierOf } from "../carrier/index.ts";
import type { DropReason } from "../protocol.ts";
import type { EpochKeys } from "./EpochKeys.ts";
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
  async decrypt(data: ArrayBuffer): Promise<Outcome> {
    if (data.byteLength === 0) return "empty";
    try {
      return await this.#open(new Uint8Array(data));
    } catch (error) {
      return reasonOf(error);
    }
  }

  async #open(payload: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    const { sealed, authenticated } = this.#carrier.unwrap(payload);
    const header = decodeHeader(sealed);
    const parts = unpackKid(header.kid);
    const { keys, participantKey, stream, layers } = this.#options;
    const epoch = keys.receiving(parts);
    if (epoch === undefined) return "unknown-key";
    const isExpected =
      epoch.members.get(parts.leaf) === participantKey &&
      parts.stream >= stream &&
      parts.stream < stream + layers;
    if (!isExpected) return "unexpected-sender";

    const { key, window } = keys.receiveKey(epoch, header.kid);
    window.check(header.ctr);
    const plaintext = await decryptFrame(await key, header, sealed, authenticated);
    // Frames are opened side by side: of two copies, the second is refused here.
    window.accept(header.ctr);
    keys.heard(epoch, parts.step);
    return plaintext.length === 0 ? "empty" : plaintext;
  }
}

const reasonOfCode: Readonly<Record<string, DropReason>> = {
  "carrier/malformed": "malformed",
  "sframe/header": "malformed",
  "sframe/replay": "replay",
  "sframe/auth": "auth",
  "sframe/unknown-key": "unknown-key",
};

function reasonOf(error: unknown): DropReason {
  return (error instanceof SottoError ? reasonOfCode[error.code] : undefined) ?? "error";
}
