import { x25519 } from "@noble/curves/ed25519.js";
import {
  defaultCryptoProvider,
  getCiphersuiteFromName,
  type CiphersuiteImpl,
  type CiphersuiteName,
} from "ts-mls";
import { describe, expect, it } from "vitest";
import { cryptoProvider } from "../provider.ts";
import { dhkem, loadAgreement, portableAgreement, publicKeyOf, xwing } from "./index.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

const suites: readonly CiphersuiteName[] = [
  "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
  "MLS_256_XWING_AES256GCM_SHA512_Ed25519",
];

async function both(name: CiphersuiteName): Promise<[CiphersuiteImpl, CiphersuiteImpl]> {
  const suite = getCiphersuiteFromName(name);
  return [
    await cryptoProvider(random).getCiphersuiteImpl(suite),
    await defaultCryptoProvider.getCiphersuiteImpl(suite),
  ];
}

describe.each(suites)("HPKE of %s, beside an independent implementation", (name) => {
  it("derives the same keys", async () => {
    const [ours, theirs] = await both(name);
    for (let run = 0; run < 5; run += 1) {
      const ikm = random(32 + run * 8);
      const [one, other] = [await ours.hpke.deriveKeyPair(ikm), await theirs.hpke.deriveKeyPair(ikm)];
      const publicKey = await ours.hpke.exportPublicKey(one.publicKey);
      expect(hex(publicKey)).toBe(hex(await theirs.hpke.exportPublicKey(other.publicKey)));
    }
  });

  it("opens what the other sealed, both ways, and exports the same", async () => {
    const [ours, theirs] = await both(name);
    const [ikm, info, aad, text] = [random(32), random(40), random(5), random(64)];
    for (const [sender, receiver] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const { privateKey, publicKey } = await receiver.hpke.deriveKeyPair(ikm);
      const key = await sender.hpke.importPublicKey(await receiver.hpke.exportPublicKey(publicKey));
      const { enc, ct } = await sender.hpke.seal(key, text, info, aad);
      expect(hex(await receiver.hpke.open(privateKey, enc, ct, info, aad))).toBe(hex(text));
      await expect(receiver.hpke.open(privateKey, enc, ct, random(40), aad)).rejects.toThrow();
      const sent = await sender.hpke.exportSecret(key, Uint8Array.of(1), 32, info);
      const received = await receiver.hpke.importSecret(privateKey, Uint8Array.of(1), sent.enc, 32, info);
      expect(hex(received)).toBe(hex(sent.secret));
    }
  });

  it("opens with a private key that was stored elsewhere", async () => {
    const [ours, theirs] = await both(name);
    const pair = await theirs.hpke.deriveKeyPair(random(32));
    const stored = await theirs.hpke.exportPrivateKey(pair.privateKey);
    const key = await ours.hpke.importPublicKey(await theirs.hpke.exportPublicKey(pair.publicKey));
    const info = random(4);
    const sealed = await ours.hpke.seal(key, Uint8Array.of(7), info);
    const own = await ours.hpke.importPrivateKey(stored);
    expect(await ours.hpke.open(own, sealed.enc, sealed.ct, info)).toEqual(Uint8Array.of(7));
    await expect(ours.hpke.importPrivateKey(random(31))).rejects.toThrow("private key");
  });
});

describe("HPKE", () => {
  it("agrees with RFC 9180, A.1.1", async () => {
    const [{ hpke }] = await both("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519");
    const { privateKey, publicKey } = await hpke.deriveKeyPair(
      bytes("6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037"),
    );
    expect(hex(await hpke.exportPublicKey(publicKey))).toBe(
      "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    );
    const opened = await hpke.open(
      privateKey,
      bytes("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
      bytes("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"),
      bytes("4f6465206f6e2061204772656369616e2055726e"),
      bytes("436f756e742d30"),
    );
    expect(new TextDecoder().decode(opened)).toBe("Beauty is truth, truth beauty");
  });

  it("seals to no key of small order, and to no ML-KEM key with a coefficient out of range", async () => {
    for (const curve of [await loadAgreement(), portableAgreement]) {
      await expect(dhkem(curve).encapsulate(new Uint8Array(32))).rejects.toThrow();
      await expect(dhkem(curve).encapsulate(new Uint8Array(31).fill(9))).rejects.toThrow();
      const kem = xwing(curve);
      const { publicKey } = kem.deriveKeyPair(random(32));
      await expect(kem.encapsulate(publicKey)).resolves.toBeDefined();
      await expect(kem.encapsulate(publicKey.slice(1))).rejects.toThrow();
      await expect(kem.encapsulate(publicKey.slice().fill(0, 1184))).rejects.toThrow();
      await expect(kem.encapsulate(publicKey.slice().fill(0xff, 0, 3))).rejects.toThrow();
    }
  });
});

describe("Diffie-Hellman on Curve25519", () => {
  it("has the public keys of RFC 7748, however the private key is not clamped", () => {
    for (let run = 0; run < 20; run += 1) {
      const privateKey = random(32);
      expect(hex(publicKeyOf(privateKey))).toBe(hex(x25519.getPublicKey(privateKey)));
    }
    for (const fill of [0, 0xff])
      expect(hex(publicKeyOf(new Uint8Array(32).fill(fill)))).toBe(
        hex(x25519.getPublicKey(new Uint8Array(32).fill(fill))),
      );
  });

  it("agrees with itself where the engine has none", async () => {
    const native = await loadAgreement();
    expect(native).not.toBe(portableAgreement);
    const privateKey = random(32);
    const own = { privateKey, publicKey: publicKeyOf(privateKey) };
    for (const [one, other] of [
      [native, portableAgreement],
      [portableAgreement, native],
    ] as const) {
      const ephemeral = await one.makeEphemeralKey();
      const secret = await ephemeral.agree(own.publicKey);
      expect(hex(secret)).toBe(hex(await other.agree(own, ephemeral.publicKey)));
    }
  });
});
