import { SottoError } from "@sotto/shared/codec";
import { asKid } from "@sotto/shared/ids";
import { epochLowOf, readCallHeader, type Soon, unpackKid, unpad } from "@sotto/shared/sframe";
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
  /** Waits a moment for the epoch that a key id belongs to. @returns whether it came */
  keyComes(kid: number): Promise<boolean>;
}

/** A key that frames of this track may have, as it was found; good until the keys change. */
interface Found extends ReceiveKey {
  readonly version: number;
  readonly kid: number;
  readonly epoch: EpochKey;
  readonly step: number;
  readonly padded: boolean;
}

/** Opens the frames of one received track, if they are from whom and of what the members said. */
export class FrameDecryptor {
  readonly #options: DecryptorOptions;
  readonly #carrier: Carrier;
  #found: Found | undefined;
  /** A key id that was waited for in vain. */
  #missing: number | undefined;

  constructor(options: DecryptorOptions) {
    this.#options = options;
    this.#carrier = carrierOf(options.codec);
  }

  /** Opens one frame. Never throws. */
  decrypt(data: ArrayBuffer): Soon<Outcome> {
    if (data.byteLength === 0) return "empty";
    try {
      const outcome = this.#open(new Uint8Array(data));
      return typeof outcome === "string" || outcome instanceof Uint8Array ? outcome : outcome.catch(reasonOf);
    } catch (error) {
      return reasonOf(error);
    }
  }

  #open(payload: Uint8Array<ArrayBuffer>): Soon<Outcome> {
    const { bytes, start, authenticated } = this.#carrier.unwrap(payload);
    const header = readCallHeader(bytes, start);
    const found = this.#find(header.kid);
    if (typeof found === "string") {
      const isLate =
        found === "unknown-key" &&
        header.kid !== this.#missing &&
        this.#options.keys.isAhead(epochLowOf(header.kid));
      return isLate ? this.#openLater(payload, header.kid) : found;
    }
    found.window.check(header.ctr);
    const opened = found.key.decrypt(header, bytes, start, authenticated);
    if (opened instanceof Uint8Array) return this.#finish(opened, found, header.ctr);
    return opened.then((plaintext) => this.#finish(plaintext, found, header.ctr));
  }

  /**
   * The first frames of an epoch can be here before its key: after a removal senders wait for nobody. To drop them
   * would cost a key frame, and a standstill until it comes.
   */
  async #openLater(payload: Uint8Array<ArrayBuffer>, kid: number): Promise<Outcome> {
    if (await this.#options.keyComes(kid)) return await this.#open(payload);
    this.#missing = kid;
    return "unknown-key";
  }

  /** The key that a key id means, if it may be used on this track. */
  #find(kid: number): Found | DropReason {
    const { keys, participantKey, stream, layers } = this.#options;
    const before = this.#found;
    if (before !== undefined && before.kid === kid && before.version === keys.version) return before;
    const epoch = keys.receiving(epochLowOf(kid));
    if (epoch === undefined) return "unknown-key";
    const parts = unpackKid(kid, epoch.leafBits);
    const isExpected =
      epoch.members.get(parts.leaf) === participantKey &&
      parts.stream >= stream &&
      parts.stream < stream + layers;
    if (!isExpected) return "unexpected-sender";
    const { step, padded } = parts;
    const { key, window } = keys.receiveKey(epoch, asKid(kid));
    this.#found = { version: keys.version, kid, epoch, step, padded, key, window };
    return this.#found;
  }

  #finish(plaintext: Uint8Array<ArrayBuffer>, found: Found, counter: number): Outcome {
    // Frames are opened side by side: of two copies, the second is refused here.
    found.window.accept(counter);
    if (found.step > 0) this.#options.keys.heard(found.epoch, found.step);
    const frame = found.padded ? unpad(plaintext) : plaintext;
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
