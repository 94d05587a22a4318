import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  sign as signWith,
  verify as verifyWith,
  type KeyObject,
} from "node:crypto";
import { SeededRandom } from "../../server/testing/seededRandom.ts";

/** Bytes that precede a raw private key in PKCS #8, RFC 8410 §7. */
const PKCS8_BYTES = 16;

type Curve = "Ed25519" | "X25519";
/** Results that are kept, of each kind: more than one run of a simulation makes. */
const MAX_KEPT = 20_000;

interface Key {
  readonly type: "public" | "private" | "secret";
  readonly algorithm: { readonly name: string; readonly hash?: string };
  readonly extractable: true;
  readonly raw: Buffer;
}

type Algorithm = string | { readonly name: string; readonly hash?: string | { readonly name: string } };
type Data = ArrayBuffer | ArrayBufferView;
type Jwk = { readonly crv: Curve; readonly x: string; readonly d?: string };

/**
 * The part of WebCrypto that members use, over the same OpenSSL but without a thread in between, and with random bytes
 * from a seed. So a run of a simulation is the same every time to the last byte and in the order of everything, and
 * many times cheaper. Operations without randomness are functions: what several members compute alike, such as whether
 * a signature is good, is computed once.
 */
class SynchronousCrypto {
  readonly subtle = new SynchronousSubtle(this);
  #random = new SeededRandom(0);

  reseed(seed: number): void {
    this.#random = new SeededRandom(seed);
  }

  getRandomValues<T extends ArrayBufferView>(array: T): T {
    const bytes = bufferOf(array);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = this.#random.below(256);
    return array;
  }
}

class SynchronousSubtle {
  readonly #crypto: SynchronousCrypto;
  readonly #keys = new Map<string, KeyObject>();
  readonly #verified = new Map<string, boolean>();
  readonly #agreed = new Map<string, Buffer>();
  readonly #public = new Map<string, Buffer>();

  constructor(crypto: SynchronousCrypto) {
    this.#crypto = crypto;
  }

  async importKey(format: string, data: Data | Jwk, algorithm: Algorithm, _: boolean, usages: string[]) {
    const name = nameOf(algorithm);
    if (name === "Ed25519" || name === "X25519") return this.#importCurveKey(format, data, name, usages);
    if (format !== "raw") throw new TypeError(`not simulated: import of ${format} for ${name}`);
    const hash = typeof algorithm === "string" ? undefined : algorithm.hash;
    const raw = Buffer.from(bufferOf(data as Data));
    if (name === "AES-GCM" && ![16, 24, 32].includes(raw.length)) throw new TypeError("not an AES key");
    return { ...secret(name, raw), algorithm: { name, ...(hash !== undefined && { hash: nameOf(hash) }) } };
  }

  async exportKey(format: string, key: Key): Promise<ArrayBuffer | Jwk> {
    const curve = key.algorithm.name as Curve;
    if (format === "raw" && key.type !== "private") return arrayBufferOf(key.raw);
    if (format === "jwk" && key.type === "private") {
      const x = this.#publicOf(curve, key.raw).toString("base64url");
      return { crv: curve, x, d: key.raw.toString("base64url") };
    }
    throw new TypeError(`not simulated: export of ${format}`);
  }

  async generateKey(algorithm: Algorithm): Promise<{ privateKey: Key; publicKey: Key }> {
    const curve = nameOf(algorithm);
    if (curve !== "X25519") throw new TypeError(`not simulated: a key for ${curve}`);
    const raw = this.#crypto.getRandomValues(Buffer.alloc(32));
    return {
      privateKey: keyOf("private", curve, raw),
      publicKey: keyOf("public", curve, this.#publicOf(curve, raw)),
    };
  }

  async sign(algorithm: Algorithm, key: Key, data: Data): Promise<ArrayBuffer> {
    if (nameOf(algorithm) === "Ed25519")
      return arrayBufferOf(signWith(null, bufferOf(data), this.#private("Ed25519", key.raw)));
    const hash = (key.algorithm.hash ?? "").replace("-", "");
    return arrayBufferOf(createHmac(hash, key.raw).update(bufferOf(data)).digest());
  }

  async verify(_: Algorithm, key: Key, signature: Data, data: Data): Promise<boolean> {
    const [mac, message] = [bufferOf(signature), bufferOf(data)];
    if (key.type === "secret") {
      const hash = (key.algorithm.hash ?? "").replace("-", "");
      return createHmac(hash, key.raw).update(message).digest().equals(mac);
    }
    const name = nameOfData(key.raw, mac, message);
    return kept(this.#verified, name, () =>
      verifyWith(null, message, this.#publicKey("Ed25519", key.raw), mac),
    );
  }

  async deriveBits(
    parameters: { name: string; public?: Key; hash?: Algorithm; salt?: Data; info?: Data },
    key: Key,
    bits: number,
  ): Promise<ArrayBuffer> {
    const { name, hash, salt, info } = parameters;
    if (name === "X25519" && parameters.public !== undefined) {
      const other = parameters.public.raw;
      return arrayBufferOf(kept(this.#agreed, nameOfData(key.raw, other), () => this.#agree(key.raw, other)));
    }
    if (name !== "HKDF" || hash === undefined || salt === undefined || info === undefined)
      throw new TypeError(`not simulated: bits by ${name}`);
    return hkdfSync(nameOf(hash).replace("-", ""), key.raw, bufferOf(salt), bufferOf(info), bits / 8);
  }

  async encrypt(parameters: GcmParameters, key: Key, data: Data): Promise<ArrayBuffer> {
    const cipher = createCipheriv(gcmOf(key), key.raw, bufferOf(parameters.iv));
    if (parameters.additionalData !== undefined) cipher.setAAD(bufferOf(parameters.additionalData));
    return arrayBufferOf(Buffer.concat([cipher.update(bufferOf(data)), cipher.final(), cipher.getAuthTag()]));
  }

  async decrypt(parameters: GcmParameters, key: Key, data: Data): Promise<ArrayBuffer> {
    const bytes = bufferOf(data);
    if (bytes.length < TAG_BYTES) throw new DOMException("too short", "OperationError");
    const cipher = createDecipheriv(gcmOf(key), key.raw, bufferOf(parameters.iv));
    if (parameters.additionalData !== undefined) cipher.setAAD(bufferOf(parameters.additionalData));
    cipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    try {
      const text = cipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
      return arrayBufferOf(Buffer.concat([text, cipher.final()]));
    } catch {
      throw new DOMException("not authentic", "OperationError");
    }
  }

  async digest(algorithm: Algorithm, data: Data): Promise<ArrayBuffer> {
    return arrayBufferOf(createHash(nameOf(algorithm).replace("-", "")).update(bufferOf(data)).digest());
  }

  #importCurveKey(format: string, data: Data | Jwk, curve: Curve, usages: string[]): Key {
    if (format === "jwk") {
      const { x, d } = data as Jwk;
      return d === undefined
        ? keyOf("public", curve, Buffer.from(x, "base64url"))
        : keyOf("private", curve, Buffer.from(d, "base64url"));
    }
    const bytes = Buffer.from(bufferOf(data as Data));
    if (format === "pkcs8") {
      if (bytes.length !== PKCS8_BYTES + 32) throw new DOMException("not a key", "DataError");
      return keyOf("private", curve, bytes.subarray(PKCS8_BYTES));
    }
    if (format !== "raw" || usages.includes("sign"))
      throw new TypeError(`not simulated: import of ${format}`);
    if (bytes.length !== 32) throw new DOMException("not a key", "DataError");
    return keyOf("public", curve, bytes);
  }

  #agree(own: Buffer, other: Buffer): Buffer {
    const privateKey = this.#private("X25519", own);
    try {
      return diffieHellman({ privateKey, publicKey: this.#publicKey("X25519", other) });
    } catch {
      // As WebCrypto: a point of small order gives no secret.
      throw new DOMException("no secret", "OperationError");
    }
  }

  #private(curve: Curve, raw: Buffer): KeyObject {
    return kept(this.#keys, `- ${curve} ${raw.toString("latin1")}`, () =>
      // Only this way of importing costs next to nothing. It wants the public key and does not look at it.
      createPrivateKey({
        key: { kty: "OKP", crv: curve, d: raw.toString("base64url"), x: "" },
        format: "jwk",
      }),
    );
  }

  #publicKey(curve: Curve, raw: Buffer): KeyObject {
    return kept(this.#keys, `+ ${curve} ${raw.toString("latin1")}`, () =>
      createPublicKey({ key: { kty: "OKP", crv: curve, x: raw.toString("base64url") }, format: "jwk" }),
    );
  }

  #publicOf(curve: Curve, raw: Buffer): Buffer {
    return kept(this.#public, `${curve} ${raw.toString("latin1")}`, () => {
      const { x } = this.#private(curve, raw).export({ format: "jwk" });
      return Buffer.from(x ?? "", "base64url");
    });
  }
}

const TAG_BYTES = 16;

interface GcmParameters {
  readonly iv: Data;
  readonly additionalData?: Data;
}

const installed = new SynchronousCrypto();

/**
 * Puts the simulated cryptography in the place of this process's, for good, and starts its random bytes anew. To be
 * called before each run that is to be repeatable.
 */
export function useSynchronousCrypto(seed: number): void {
  installed.reseed(seed);
  if ((globalThis.crypto as unknown) === installed) return;
  Object.defineProperty(globalThis, "crypto", { value: installed, configurable: true });
}

function kept<T>(results: Map<string, T>, name: string, make: () => T): T {
  let result = results.get(name);
  if (result === undefined) {
    if (results.size >= MAX_KEPT) results.clear();
    results.set(name, (result = make()));
  }
  return result;
}

function nameOfData(...parts: Buffer[]): string {
  return parts.map((part) => `${part.length}:${part.toString("latin1")}`).join("");
}

function keyOf(type: "public" | "private", name: Curve, raw: Buffer): Key {
  return { type, algorithm: { name }, extractable: true, raw };
}

function secret(name: string, raw: Buffer): Key {
  return { type: "secret", algorithm: { name }, extractable: true, raw };
}

function gcmOf(key: Key): "aes-128-gcm" | "aes-256-gcm" {
  return key.raw.length === 16 ? "aes-128-gcm" : "aes-256-gcm";
}

function nameOf(algorithm: Algorithm): string {
  return typeof algorithm === "string" ? algorithm : algorithm.name;
}

/** A view of the same bytes. */
function bufferOf(data: Data): Buffer {
  return data instanceof ArrayBuffer
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function arrayBufferOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
