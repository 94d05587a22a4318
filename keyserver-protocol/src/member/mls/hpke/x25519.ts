import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { toBase64Url } from "@sotto/shared/codec";

/** RFC 7748 §5. */
export interface KeyPair {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** A key of one message, which only ever agrees on one secret. */
export interface EphemeralKey {
  readonly publicKey: Uint8Array;
  agree(publicKey: Uint8Array): Promise<Uint8Array>;
}

/** Diffie-Hellman on Curve25519. Both reject when the other's key is of small order, which gives no secret. */
export interface Agreement {
  makeEphemeralKey(): Promise<EphemeralKey>;
  agree(own: KeyPair, publicKey: Uint8Array): Promise<Uint8Array>;
}

const BYTES = 32;
const ALGORITHM = { name: "X25519" };

/** The public key of a private key. Many times faster than by agreeing with the base point: it has tables. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const scalar = privateKey.slice().reverse();
  scalar[0] = ((scalar[0] ?? 0) & 0x7f) | 0x40;
  scalar[BYTES - 1] = (scalar[BYTES - 1] ?? 0) & 0xf8;
  const { Point } = ed25519;
  const { y } = Point.BASE.multiply(Point.Fn.create(BigInt(`0x${hexOf(scalar)}`)));
  scalar.fill(0);
  const { Fp } = Point;
  // RFC 7748 §4.1: u = (1 + y) / (1 - y).
  return Fp.toBytes(Fp.div(Fp.add(Fp.ONE, y), Fp.sub(Fp.ONE, y)));
}

/** The engine's own where it has one, else noble's. */
export async function loadAgreement(): Promise<Agreement> {
  try {
    const agreement = nativeAgreement();
    const [own, other] = [await agreement.makeEphemeralKey(), await agreement.makeEphemeralKey()];
    await own.agree(other.publicKey);
    return agreement;
  } catch {
    return portableAgreement;
  }
}

function nativeAgreement(): Agreement {
  const { subtle } = globalThis.crypto;
  const agree = async (privateKey: CryptoKey, publicKey: Uint8Array) => {
    const other = await subtle.importKey("raw", publicKey.slice(), ALGORITHM, true, []);
    return new Uint8Array(await subtle.deriveBits({ ...ALGORITHM, public: other }, privateKey, BYTES * 8));
  };
  return {
    async makeEphemeralKey() {
      const pair = await subtle.generateKey(ALGORITHM, false, ["deriveBits"]);
      if (!("publicKey" in pair)) throw new TypeError("no pair of keys");
      const publicKey = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
      return { publicKey, agree: (other) => agree(pair.privateKey, other) };
    },
    async agree({ privateKey, publicKey }, other) {
      // With its public key at hand this is the cheapest form: nothing has to be computed.
      const jwk = { kty: "OKP", crv: "X25519", d: toBase64Url(privateKey), x: toBase64Url(publicKey) };
      return agree(await subtle.importKey("jwk", jwk, ALGORITHM, false, ["deriveBits"]), other);
    },
  };
}

/** For engines without X25519. */
export const portableAgreement: Agreement = {
  async makeEphemeralKey() {
    const privateKey = globalThis.crypto.getRandomValues(new Uint8Array(BYTES));
    return {
      publicKey: publicKeyOf(privateKey),
      agree: async (other) => {
        const secret = x25519.getSharedSecret(privateKey, other);
        privateKey.fill(0);
        return secret;
      },
    };
  },
  agree: async ({ privateKey }, publicKey) => x25519.getSharedSecret(privateKey, publicKey),
};

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
