import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey as NodeJsonWebKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";

/** Fixed beginnings of DER around 32-byte public keys (RFC 8410). */
const SPKI = {
  Ed25519: Buffer.from("302a300506032b6570032100", "hex"),
  X25519: Buffer.from("302a300506032b656e032100", "hex"),
} as const;
const TAG_BYTES = 16;

type Method = (...args: readonly unknown[]) => Promise<unknown>;
type SubtleMethods = Record<
  "importKey" | "exportKey" | "generateKey" | "sign" | "verify" | "encrypt" | "decrypt" | "deriveBits",
  Method
>;

/** An own method. */
type Direct = (...args: readonly unknown[]) => unknown;

/** Stands in for a key of WebCrypto. */
class DirectKey {
  readonly key: KeyObject | Buffer;

  constructor(key: KeyObject | Buffer) {
    this.key = key;
  }
}

let isAtOnce = false;

/**
 * Has this thread's WebCrypto do small things at once, by the same functions of OpenSSL. WebCrypto does each in another
 * thread, which is right where one member lives; but a thread in which many members take turns comes back to each only
 * when all others had theirs, and opening a Welcome takes hundreds of such steps.
 */
export function doCryptoAtOnce(): void {
  if (isAtOnce) return;
  isAtOnce = true;
  const subtle = crypto.subtle as unknown as SubtleMethods;
  for (const [name, direct] of Object.entries(directMethods) as [keyof SubtleMethods, Direct][]) {
    const webCrypto = subtle[name].bind(subtle);
    const method: Method = async (...args) => direct(...args) ?? (await webCrypto(...args));
    Object.defineProperty(subtle, name, { value: method });
  }
}

/** What is done at once; a method gives undefined for what it leaves to WebCrypto. */
export const directMethods: Readonly<Record<keyof SubtleMethods, Direct>> = {
  importKey: (format, data, algorithm) => {
    const name = nameOf(algorithm);
    if (format === "raw" && name === "AES-GCM") return new DirectKey(Buffer.from(bytesOf(data)));
    if (format === "raw" && (name === "Ed25519" || name === "X25519")) {
      const key = Buffer.concat([SPKI[name], bytesOf(data)]);
      return new DirectKey(createPublicKey({ key, format: "der", type: "spki" }));
    }
    if (format === "pkcs8" && name === "Ed25519")
      return new DirectKey(
        createPrivateKey({ key: Buffer.from(bytesOf(data)), format: "der", type: "pkcs8" }),
      );
    if (format === "jwk" && name === "X25519")
      return new DirectKey(createPrivateKey({ key: data as NodeJsonWebKey, format: "jwk" }));
    return undefined;
  },
  generateKey: (algorithm) => {
    if (nameOf(algorithm) !== "X25519") return undefined;
    const { publicKey, privateKey } = generateKeyPairSync("x25519");
    return { publicKey: new DirectKey(publicKey), privateKey: new DirectKey(privateKey) };
  },
  exportKey: (format, key) =>
    key instanceof DirectKey && format === "raw" && !Buffer.isBuffer(key.key)
      ? arrayOf(key.key.export({ type: "spki", format: "der" }).subarray(SPKI.X25519.length))
      : undefined,
  sign: (_, key, data) =>
    key instanceof DirectKey ? arrayOf(sign(null, bytesOf(data), asymmetric(key))) : undefined,
  verify: (_, key, signature, data) =>
    key instanceof DirectKey ? verify(null, bytesOf(data), asymmetric(key), bytesOf(signature)) : undefined,
  encrypt: (parameters, key, data) => {
    if (!(key instanceof DirectKey)) return undefined;
    const { cipherName, iv, aad, secret } = gcmOf(parameters, key);
    const cipher = createCipheriv(cipherName, secret, iv).setAAD(aad);
    return arrayOf(Buffer.concat([cipher.update(bytesOf(data)), cipher.final(), cipher.getAuthTag()]));
  },
  decrypt: (parameters, key, data) => {
    if (!(key instanceof DirectKey)) return undefined;
    const { cipherName, iv, aad, secret } = gcmOf(parameters, key);
    const bytes = bytesOf(data);
    const end = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv(cipherName, secret, iv).setAAD(aad).setAuthTag(bytes.subarray(end));
    return arrayOf(Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]));
  },
  deriveBits: (parameters, key) => {
    const other = (parameters as { public?: unknown }).public;
    if (!(key instanceof DirectKey) || !(other instanceof DirectKey)) return undefined;
    return arrayOf(diffieHellman({ privateKey: asymmetric(key), publicKey: asymmetric(other) }));
  },
};

function asymmetric({ key }: DirectKey): KeyObject {
  if (Buffer.isBuffer(key)) throw new TypeError("another kind of key");
  return key;
}

function gcmOf(parameters: unknown, { key }: DirectKey) {
  if (!Buffer.isBuffer(key)) throw new TypeError("another kind of key");
  const { iv, additionalData } = parameters as { iv: BufferSource; additionalData?: BufferSource };
  const cipherName = key.length === 16 ? ("aes-128-gcm" as const) : ("aes-256-gcm" as const);
  const aad = additionalData === undefined ? Buffer.alloc(0) : bytesOf(additionalData);
  return { cipherName, secret: key, iv: bytesOf(iv), aad };
}

function nameOf(algorithm: unknown): string {
  return typeof algorithm === "string" ? algorithm : (algorithm as { name: string }).name;
}

function bytesOf(data: unknown): Uint8Array {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(
        (data as ArrayBufferView).buffer,
        (data as ArrayBufferView).byteOffset,
        (data as ArrayBufferView).byteLength,
      );
}

function arrayOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
