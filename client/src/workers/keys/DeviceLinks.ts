import {
  crossSign,
  type CrossSignature,
  type DeviceKey,
  isCrossSignature,
  type LinkMessage,
  MAX_CROSS_SIGNATURES,
} from "@sotto/keyserver-protocol/member";
import { fromBase64Url, SottoError, toBase64Url } from "@sotto/shared/codec";

/** Another device of one's own, as it is kept: its signature over this device's key. */
export interface StoredLink {
  readonly signature: Uint8Array;
  /** The name that it had when it was linked. */
  readonly name: string;
  /** When it was linked, ms since 1970. */
  readonly at: number;
}

/**
 * How far this device and another one are with being linked: `offered` this side has said yes, `wanted` the other
 * side has, `linked` both have.
 */
export type LinkState = "none" | "offered" | "wanted" | "linked";

/** What linking needs of the world. */
export interface LinkEffects {
  now(): number;
  publish(message: LinkMessage): void;
  keep(device: string, link: StoredLink): Promise<void>;
  drop(device: string): Promise<void>;
}

/**
 * This device's own other devices: both sides say yes in a call, each on its own screen, and each keeps the other's
 * signature. What the other side says never makes this side sign anything. Devices are named by their public key in
 * base64url.
 */
export class DeviceLinks {
  readonly #own: DeviceKey;
  readonly #links: Map<string, StoredLink>;
  readonly #effects: LinkEffects;
  /** To whom this side has said yes: the other's name. */
  readonly #offered = new Map<string, string>();
  /** The valid signatures of those who have said yes. */
  readonly #wanted = new Map<string, Uint8Array>();

  constructor(own: DeviceKey, stored: ReadonlyMap<string, StoredLink>, effects: LinkEffects) {
    this.#own = own;
    this.#links = new Map(stored);
    this.#effects = effects;
  }

  get linked(): ReadonlyMap<string, StoredLink> {
    return this.#links;
  }

  /** What this device's next credential carries. */
  signatures(): CrossSignature[] {
    return [...this.#links].map(([device, { signature }]) => ({
      devicePublicKey: fromBase64Url(device),
      signature,
    }));
  }

  stateOf(device: string): LinkState {
    if (this.#links.has(device)) return "linked";
    if (this.#offered.has(device)) return "offered";
    return this.#wanted.has(device) ? "wanted" : "none";
  }

  /**
   * The person says that a device is theirs too. Throws SottoError "identity/too-many-devices" if there is no room for
   * another one.
   */
  async offer(device: string, name: string): Promise<void> {
    if (this.#links.has(device)) return;
    if (this.#links.size + this.#offered.size >= MAX_CROSS_SIGNATURES) {
      throw new SottoError("identity/too-many-devices", "a device can be linked with eight others");
    }
    this.#offered.set(device, name);
    const devicePublicKey = fromBase64Url(device);
    this.#effects.publish({
      type: "link",
      devicePublicKey,
      signature: await crossSign(this.#own, devicePublicKey),
    });
    await this.#linkIfBothSaidYes(device);
  }

  /** The person takes it back, before or after the devices were linked. The other side is told. */
  async withdraw(device: string): Promise<void> {
    const wasKnown = this.#offered.delete(device) || this.#links.has(device);
    this.#wanted.delete(device);
    await this.#drop(device);
    if (!wasKnown) return;
    this.#effects.publish({ type: "link", devicePublicKey: fromBase64Url(device), signature: undefined });
  }

  /** A device of the call has said something of another; resolves with whether it concerns this one. */
  async heard(from: string, { devicePublicKey, signature }: LinkMessage): Promise<boolean> {
    const ownName = toBase64Url(this.#own.publicKey);
    if (toBase64Url(devicePublicKey) !== ownName || from === ownName) return false;
    if (signature === undefined) {
      this.#wanted.delete(from);
      this.#offered.delete(from);
      await this.#drop(from);
      return true;
    }
    if (!(await isCrossSignature(fromBase64Url(from), this.#own.publicKey, signature))) return false;
    this.#wanted.set(from, signature);
    await this.#linkIfBothSaidYes(from);
    return true;
  }

  /** What was begun with devices that have left the call is forgotten. */
  keepOnly(present: ReadonlySet<string>): void {
    for (const begun of [this.#offered, this.#wanted]) {
      for (const device of begun.keys()) if (!present.has(device)) begun.delete(device);
    }
  }

  async #linkIfBothSaidYes(device: string): Promise<void> {
    const [name, signature] = [this.#offered.get(device), this.#wanted.get(device)];
    if (name === undefined || signature === undefined) return;
    this.#offered.delete(device);
    this.#wanted.delete(device);
    const link: StoredLink = { signature, name, at: this.#effects.now() };
    this.#links.set(device, link);
    await this.#effects.keep(device, link);
  }

  async #drop(device: string): Promise<void> {
    if (this.#links.delete(device)) await this.#effects.drop(device);
  }
}
