import { createCipheriv } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { beforeEach, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../testing/hex.ts";
import { seededRandom } from "../../testing/random.ts";
import { AAD, GcmModule, NONCE, TEXT } from "./GcmModule.ts";

// Browsers have them without being asked.
setFlagsFromString("--experimental-wasm-relaxed-simd");
const relaxed = new GcmModule();
const plain = new GcmModule(false);
let gcm: GcmModule;

/** Puts nonce and associated data where they belong. @returns the length of the latter */
function put(nonce: Uint8Array, aad: Uint8Array): number {
  gcm.memory.set(nonce, NONCE);
  gcm.memory.set(aad, AAD);
  return aad.length;
}

function seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, text: Uint8Array): string {
  const slot = gcm.addKey(key);
  gcm.memory.set(text, TEXT);
  gcm.seal(slot, put(nonce, aad), text.length);
  const sealed = toHex(gcm.memory.subarray(TEXT, TEXT + text.length + 16));
  expect(gcm.open(slot, put(nonce, aad), text.length)).toBe(true);
  expect(toHex(gcm.memory.subarray(TEXT, TEXT + text.length))).toBe(toHex(text));
  gcm.wipe(slot);
  return sealed;
}

function sealElsewhere(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, text: Uint8Array): string {
  const cipher = createCipheriv(key.length === 16 ? "aes-128-gcm" : "aes-256-gcm", key, nonce);
  cipher.setAAD(aad);
  return cipher.update(text, undefined, "hex") + cipher.final("hex") + cipher.getAuthTag().toString("hex");
}

it("is there with relaxed instructions and without", () => {
  expect([relaxed.isRelaxed, plain.isRelaxed]).toEqual([true, false]);
});

describe.each([
  ["relaxed", relaxed],
  ["plain", plain],
])("AES-GCM in WebAssembly, %s", (_, module) => {
  beforeEach(() => {
    gcm = module;
  });

  // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: test cases 4 and 16.
  const text = fromHex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
  );
  const aad = fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const nonce = fromHex("cafebabefacedbaddecaf888");
  it.each([
    [
      "feffe9928665731c6d6a8f9467308308",
      "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
      "5bc94fbc3221a5db94fae95ae7121a47",
    ],
    [
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      "76fc6ece0f4e1768cddf8853bb2d551b",
    ],
  ])("gives the published result for key %s", (key, sealed, tag) => {
    expect(seal(fromHex(key), nonce, aad, text)).toBe(sealed + tag);
  });

  it.each([16, 32])("gives what another library gives, key of %d bytes", (keyLength) => {
    const random = seededRandom(`AES-GCM with ${keyLength} bytes`);
    const borders = [0, 1, 15, 16, 17, 111, 112, 113, 127, 128, 129, 239, 240, 241, 32_768];
    const lengths = [...borders, ...Array.from({ length: 200 }, () => random.below(3000))];
    for (const length of lengths) {
      const [key, iv] = [random.bytes(keyLength), random.bytes(12)];
      const [header, frame] = [random.bytes(random.below(65)), random.bytes(length)];
      const same = seal(key, iv, header, frame) === sealElsewhere(key, iv, header, frame);
      expect(same, `seed ${random.seed}, length ${length}`).toBe(true);
    }
  });

  it.each([16, 32])("agrees over many keys of %d bytes, block after block", (keyLength) => {
    const random = seededRandom(`keys of ${keyLength} bytes`);
    for (let round = 0; round < 300; round++) {
      const key = random.bytes(keyLength);
      const zeros = new Uint8Array(40);
      expect(seal(key, zeros.subarray(0, 12), zeros.subarray(0, 0), zeros)).toBe(
        sealElsewhere(key, zeros.subarray(0, 12), zeros.subarray(0, 0), zeros),
      );
    }
  });

  it("gives nothing away of a text whose tag does not fit, in any bit", () => {
    const slot = gcm.addKey(new Uint8Array(32).fill(1));
    const text = gcm.memory.subarray(TEXT, TEXT + 20);
    for (let bit = 0; bit < 128; bit++) {
      text.fill(0xaa);
      gcm.seal(slot, put(nonce, aad), 20);
      gcm.memory[TEXT + 20 + (bit >> 3)]! ^= 1 << (bit & 7);
      expect(gcm.open(slot, put(nonce, aad), 20)).toBe(false);
      expect(toHex(text)).toBe("00".repeat(20));
    }
  });

  it("holds many keys at once, and uses the room of wiped ones again", () => {
    const random = seededRandom("many keys");
    const keys = Array.from({ length: 100 }, () => random.bytes(32));
    const slots = keys.map((key) => gcm.addKey(key));
    const sealsAsElsewhere = (index: number): boolean => {
      gcm.memory.fill(index, TEXT, TEXT + 5);
      gcm.seal(slots[index]!, put(nonce, aad), 5);
      const expected = sealElsewhere(keys[index]!, nonce, aad, new Uint8Array(5).fill(index));
      return toHex(gcm.memory.subarray(TEXT, TEXT + 21)) === expected;
    };
    expect(keys.every((_, index) => sealsAsElsewhere(index))).toBe(true);
    gcm.wipe(slots[50]!);
    slots[50] = gcm.addKey(keys[50]!);
    expect(slots[50].address).toBe(
      gcm.addKey(keys[0]!).address - (slots[1]!.address - slots[0]!.address) * 50,
    );
    expect(keys.every((_, index) => sealsAsElsewhere(index))).toBe(true);
  });
});
