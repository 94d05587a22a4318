import { describe, expect, it } from "vitest";
import { asCtr, asKid } from "../ids/index.ts";
import { countingBytes, fromHex, toHex } from "../testing/hex.ts";
import { seededRandom } from "../testing/random.ts";
import {
  asSframeSuite,
  decodeHeader,
  decryptFrame,
  deriveSframeKeys,
  encryptFrame,
  FrameKey,
  importSframeKey,
  readCallHeader,
  SframeError,
  type SframeSuite,
  suites,
  SyncSealer,
} from "./index.ts";
import { rfcFrames, rfcInput } from "./rfcFigures.ts";
import { GcmModule } from "./wasm/index.ts";

const allSuites = Object.keys(suites).map((number) => asSframeSuite(Number(number)));
const gcmSuites = allSuites.filter((suite) => suites[suite].cipher === "gcm");
const kid = asKid(rfcInput.kid);
const ctr = asCtr(rfcInput.ctr);
const baseKey = fromHex(rfcInput.baseKey);
const metadata = fromHex(rfcInput.metadata);
const gcm = new GcmModule();
const plaintext = new Uint8Array(fromHex(rfcInput.plaintext));

interface Sealer {
  encrypt(ctr: bigint, plaintext: Uint8Array, metadata?: Uint8Array, headroom?: number): Promise<Uint8Array>;
  decrypt(frame: Uint8Array, metadata?: Uint8Array): Promise<Uint8Array>;
}

async function webSealer(suite: SframeSuite, keyId = kid): Promise<Sealer> {
  const keys = deriveSframeKeys(suite, baseKey, keyId);
  const toSeal = await importSframeKey(keys, "encrypt");
  const toOpen = await importSframeKey(keys, "decrypt");
  return {
    encrypt: (at, data, meta, headroom) =>
      encryptFrame(toSeal, asCtr(at), new Uint8Array(data), meta, headroom),
    decrypt: async (frame, meta) => decryptFrame(toOpen, decodeHeader(frame), new Uint8Array(frame), meta),
  };
}

/** @param gcm undefined: as where there is no WebAssembly */
function keySealer(suite: SframeSuite, gcm: GcmModule | undefined, keyId = kid): Sealer {
  const keys = deriveSframeKeys(suite, baseKey, keyId);
  const toSeal = new FrameKey(keys, "encrypt", gcm);
  const toOpen = new FrameKey(keys, "decrypt", gcm);
  keys.key.fill(0);
  keys.salt.fill(0);
  return {
    encrypt: async (at, data, meta, headroom) =>
      toSeal.encrypt(Number(at), new Uint8Array(data), meta, headroom),
    decrypt: async (frame, meta) => toOpen.decrypt(readCallHeader(frame), new Uint8Array(frame), 0, meta),
  };
}

function syncSealer(suite: SframeSuite, keyId = kid): Sealer {
  const sealer = new SyncSealer(deriveSframeKeys(suite, baseKey, keyId));
  return {
    encrypt: async (at, data, meta, headroom) => sealer.encryptFrame(asCtr(at), data, meta, headroom),
    decrypt: async (frame, meta) => sealer.decryptFrame(decodeHeader(frame), frame, meta),
  };
}

const paths: [string, SframeSuite, () => Promise<Sealer>][] = [
  ...allSuites.map((suite): [string, SframeSuite, () => Promise<Sealer>] => [
    "synchronous",
    suite,
    async () => syncSealer(suite),
  ]),
  ...gcmSuites.map((suite): [string, SframeSuite, () => Promise<Sealer>] => [
    "WebCrypto",
    suite,
    () => webSealer(suite),
  ]),
  ...gcmSuites.flatMap((suite): [string, SframeSuite, () => Promise<Sealer>][] => [
    ["WebAssembly and WebCrypto", suite, async () => keySealer(suite, gcm)],
    ["without WebAssembly", suite, async () => keySealer(suite, undefined)],
  ]),
];

async function codeOf(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof SframeError)) throw error;
    return error.code;
  }
  return "decrypted";
}

describe("the RFC's figures", () => {
  it.each(rfcFrames)("suite $suite: keys, frame and back", async (figure) => {
    const keys = deriveSframeKeys(figure.suite, baseKey, kid);
    expect([toHex(keys.key), toHex(keys.salt)]).toEqual([figure.key, figure.salt]);

    const sealers = [syncSealer(figure.suite)];
    if (suites[figure.suite].cipher === "gcm") {
      sealers.push(await webSealer(figure.suite), keySealer(figure.suite, gcm));
    }
    for (const sealer of sealers) {
      expect(toHex(await sealer.encrypt(ctr, plaintext, metadata))).toBe(figure.frame);
      expect(await sealer.decrypt(fromHex(figure.frame), metadata)).toEqual(plaintext);
    }
  });
});

describe.each(paths)("a frame, %s, suite %i", (_, suite, makeSealer) => {
  it("of any length and alignment comes back", async () => {
    const sealer = await makeSealer();
    const random = seededRandom(`frames of suite ${suite}`);
    for (const length of [0, 1, 15, 16, 17, 63, 100, 1199, 5000]) {
      for (const shift of [0, 1, 3]) {
        const data = random.bytes(length + shift).subarray(shift);
        const at = BigInt(random.u32());
        const frame = await sealer.encrypt(at, data, fromHex("01"));
        const shifted = new Uint8Array(frame.length + shift);
        shifted.set(frame, shift);
        const back = await sealer.decrypt(shifted.subarray(shift), fromHex("01"));
        expect(toHex(back), `seed ${random.seed}`).toBe(toHex(data));
      }
    }
  });

  it("leaves its input alone, fills its buffer and has the headroom that was asked for", async () => {
    const sealer = await makeSealer();
    const data = countingBytes(100);
    const frame = await sealer.encrypt(9n, data, undefined, 7);
    expect(data).toEqual(countingBytes(100));
    expect(frame.byteOffset).toBe(0);
    expect(frame.buffer.byteLength).toBe(frame.length);
    expect(toHex(frame.subarray(0, 7))).toBe("00".repeat(7));
    expect(toHex(frame.subarray(7))).toBe(toHex(await sealer.encrypt(9n, data)));
    expect(frame.length).toBe(7 + 1 + 2 + 1 + 100 + suites[suite].tagLength);
  });

  it("is refused with any one bit changed, in header, ciphertext, tag or metadata", async () => {
    const sealer = await makeSealer();
    const frame = await sealer.encrypt(ctr, plaintext, metadata);
    for (let bit = 0; bit < frame.length * 8; bit++) {
      const changed = new Uint8Array(frame);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      const code = await codeOf(() => sealer.decrypt(changed, metadata));
      expect(["sframe/auth", "sframe/unknown-key", "sframe/header"], `bit ${bit}`).toContain(code);
    }
    for (let bit = 0; bit < metadata.length * 8; bit++) {
      const changed = new Uint8Array(metadata);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await codeOf(() => sealer.decrypt(frame, changed)), `bit ${bit}`).toBe("sframe/auth");
    }
    expect(await codeOf(() => sealer.decrypt(frame))).toBe("sframe/auth");
    expect(await codeOf(() => sealer.decrypt(frame, metadata))).toBe("decrypted");
  });

  it("is refused cut short anywhere, or extended", async () => {
    const sealer = await makeSealer();
    const frame = await sealer.encrypt(ctr, plaintext, metadata);
    for (let length = 0; length < frame.length; length++) {
      const code = await codeOf(() => sealer.decrypt(frame.slice(0, length), metadata));
      expect(code, `length ${length}`).toBe(length < 5 ? "sframe/header" : "sframe/auth");
    }
    const extended = new Uint8Array(frame.length + 1);
    extended.set(frame);
    expect(await codeOf(() => sealer.decrypt(extended, metadata))).toBe("sframe/auth");
  });

  it("of random bytes never does anything but throw the typed error", async () => {
    const sealer = await makeSealer();
    const random = seededRandom(`random frames for suite ${suite}`);
    for (let round = 0; round < 300; round++) {
      const bytes = random.bytes(random.below(60));
      if (random.below(2) === 0) bytes.set(fromHex("900123").subarray(0, bytes.length));
      const code = await codeOf(() => sealer.decrypt(bytes));
      const expected = ["sframe/header", "sframe/unknown-key", "sframe/auth"];
      expect(expected, `seed ${random.seed}, bytes ${toHex(bytes)}`).toContain(code);
    }
  });
});

describe("keys", () => {
  it("are not interchangeable between key ids or suites", () => {
    const all = allSuites.flatMap((suite) =>
      [kid, asKid(7)].map((keyId) => toHex(deriveSframeKeys(suite, baseKey, keyId).key).slice(0, 32)),
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it("for another key id are refused before any decryption", async () => {
    const frame = await syncSealer(4).encrypt(ctr, plaintext);
    expect(await codeOf(() => syncSealer(4, asKid(0x124)).decrypt(frame))).toBe("sframe/unknown-key");
    const other = await webSealer(4, asKid(0x124));
    expect(await codeOf(() => other.decrypt(frame))).toBe("sframe/unknown-key");
  });

  it("in WebCrypto cannot be read or used the other way round", async () => {
    const key = await importSframeKey(deriveSframeKeys(4, baseKey, kid), "decrypt");
    expect(key.cryptoKey.extractable).toBe(false);
    expect(key.cryptoKey.usages).toEqual(["decrypt"]);
    await expect(encryptFrame(key, ctr, plaintext)).rejects.toThrow();
  });

  it("outlive the raw bytes they were made from", async () => {
    const keys = deriveSframeKeys(4, baseKey, kid);
    const [web, sync, ctrSync] = [
      await importSframeKey(keys, "encrypt"),
      new SyncSealer(keys),
      new SyncSealer(deriveSframeKeys(1, baseKey, kid)),
    ];
    keys.key.fill(0);
    keys.salt.fill(0);
    const frame = rfcFrames[3].frame;
    expect(toHex(await encryptFrame(web, ctr, plaintext, metadata))).toBe(frame);
    expect(toHex(sync.encryptFrame(ctr, plaintext, metadata))).toBe(frame);
    sync.wipe();
    expect(toHex(sync.encryptFrame(ctr, plaintext, metadata))).not.toBe(frame);
    ctrSync.wipe();
    expect(() => ctrSync.encryptFrame(ctr, plaintext, metadata)).toThrow();
  });

  it("of the CTR suites are not for WebCrypto, and unknown suites for nobody", async () => {
    await expect(importSframeKey(deriveSframeKeys(1, baseKey, kid), "encrypt")).rejects.toMatchObject({
      code: "sframe/suite",
    });
    for (const number of [0, 9, -1, 1.5, NaN]) {
      expect(() => asSframeSuite(number)).toThrow(expect.objectContaining({ code: "sframe/suite" }));
    }
  });
});
