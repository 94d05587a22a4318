import { describe, expect, it } from "vitest";
import { directMethods } from "./directCrypto.ts";

/** The methods as WebCrypto has them, and as we do. */
const web = crypto.subtle;
const direct = directMethods as unknown as SubtleCrypto;
const bytes = (length: number, first = 1): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => (first + 7 * index) & 0xff);

describe("cryptography at once", () => {
  it("seals and opens as WebCrypto does", async () => {
    for (const keyLength of [16, 32]) {
      for (const additionalData of [bytes(0), bytes(40)]) {
        const parameters = { name: "AES-GCM", iv: bytes(12), additionalData };
        const key = bytes(keyLength, 9);
        const [theirs, ours] = await Promise.all(
          [web, direct].map((subtle) =>
            subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]),
          ),
        );
        const sealed = await web.encrypt(parameters, theirs!, bytes(100));
        expect(await direct.encrypt(parameters, ours!, bytes(100))).toEqual(sealed);
        expect(await direct.decrypt(parameters, ours!, sealed)).toEqual(bytes(100).buffer);
        const forged = new Uint8Array(sealed);
        forged[3]! ^= 1;
        expect(() => direct.decrypt(parameters, ours!, forged)).toThrow();
      }
    }
  });

  it("signs and verifies as WebCrypto does", async () => {
    const pair = await web.generateKey("Ed25519", true, ["sign", "verify"]);
    const [secret, open] = await Promise.all([
      web.exportKey("pkcs8", pair.privateKey),
      web.exportKey("raw", pair.publicKey),
    ]);
    const signature = await web.sign("Ed25519", pair.privateKey, bytes(50));
    const [own, other] = [
      await direct.importKey("pkcs8", secret, "Ed25519", false, ["sign"]),
      await direct.importKey("raw", open, "Ed25519", false, ["verify"]),
    ];
    expect(await direct.sign("Ed25519", own, bytes(50))).toEqual(signature);
    expect(await direct.verify("Ed25519", other, signature, bytes(50))).toBe(true);
    expect(await direct.verify("Ed25519", other, signature, bytes(51))).toBe(false);
  });

  it("agrees with WebCrypto on a secret", async () => {
    const algorithm = { name: "X25519" };
    const theirs = (await web.generateKey(algorithm, true, ["deriveBits"])) as CryptoKeyPair;
    const ours = (await direct.generateKey(algorithm, true, ["deriveBits"])) as CryptoKeyPair;
    const toThem = await web.importKey(
      "raw",
      await direct.exportKey("raw", ours.publicKey),
      algorithm,
      true,
      [],
    );
    const toUs = await direct.importKey(
      "raw",
      await web.exportKey("raw", theirs.publicKey),
      algorithm,
      true,
      [],
    );
    const secret = await web.deriveBits({ ...algorithm, public: toThem }, theirs.privateKey, 256);
    expect(await direct.deriveBits({ ...algorithm, public: toUs }, ours.privateKey, 256)).toEqual(secret);
    const jwk = await web.exportKey("jwk", theirs.privateKey);
    const same = await direct.importKey("jwk", jwk, algorithm, false, ["deriveBits"]);
    expect(await direct.deriveBits({ ...algorithm, public: ours.publicKey }, same, 256)).toEqual(secret);
  });
});
