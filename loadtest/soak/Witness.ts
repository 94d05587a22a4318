import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { WebSocket } from "ws";
import { type EpochEvent, type MemberSession, openMember } from "@sotto/keyserver-protocol/member";
import { asKid, parseLink } from "@sotto/shared/ids";
import {
  deriveSframeKeys,
  epochLowOf,
  FrameKey,
  leafBitsOf,
  ratchetBaseKey,
  readCallHeader,
  unpackKid,
} from "@sotto/shared/sframe";

/** Epochs whose keys are kept: many times what frames under way belong to. */
const KEPT = 40;

/** A member of the call without media, that can tell whether a frame is what it should be. */
export class Witness {
  readonly #session: MemberSession;
  readonly #epochs: EpochEvent[] = [];
  readonly #keys = new Map<string, FrameKey>();
  readonly joined: Promise<void>;
  #count = 0;

  constructor(link: string, keyserverUrl: string, rotateMs: number) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    let setJoined: () => void = () => undefined;
    this.joined = new Promise((resolve) => (setJoined = resolve));
    this.#session = openMember({
      linkSecret: parseLink(link),
      keyserverUrl,
      displayName: "Witness",
      device: {
        publicKey: new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
        sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
      },
      tabSecret: new Uint8Array(randomBytes(32)),
      rotateMs,
      WebSocket,
      onEvent: (event) => {
        if (event.type !== "epoch") return;
        this.#count += 1;
        this.#epochs.unshift({ ...event, baseKey: event.baseKey.slice() });
        this.#epochs.splice(KEPT);
        setJoined();
      },
    });
  }

  /** Epochs so far. */
  get epochs(): number {
    return this.#count;
  }

  /**
   * Opens a frame: header, ciphertext and tag from `start` on, and in front what is authenticated with it.
   * @returns the name of the key that opens it; undefined if none does that it can have
   */
  async opens(bytes: Uint8Array<ArrayBuffer>, start: number): Promise<string | undefined> {
    try {
      const header = readCallHeader(bytes, start);
      for (const epoch of this.#epochs) {
        if (epoch.epoch % 256 !== epochLowOf(header.kid)) continue;
        await this.#keyOf(epoch, header.kid).decrypt(header, bytes, start, bytes.subarray(0, start));
        return nameOf(epoch, header.kid);
      }
    } catch {
      // Not a header, or not authentic.
    }
    return undefined;
  }

  close(): void {
    this.#session.close();
  }

  #keyOf(epoch: EpochEvent, kid: number): FrameKey {
    const name = nameOf(epoch, kid);
    let key = this.#keys.get(name);
    if (key === undefined) {
      const { step } = unpackKid(kid, leafBitsOf(epoch.roster.map(({ leaf }) => leaf)));
      let baseKey = epoch.baseKey;
      for (let next = 1; next <= step; next++) baseKey = ratchetBaseKey(epoch.sframeSuite, baseKey, next);
      key = new FrameKey(deriveSframeKeys(epoch.sframeSuite, baseKey, asKid(kid)), "decrypt");
      this.#keys.set(name, key);
    }
    return key;
  }
}

/** A key id of an epoch is one key. */
function nameOf({ epoch }: EpochEvent, kid: number): string {
  return `${epoch} ${kid}`;
}
