import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { asCtr, asKid } from "../ids/index.ts";
import { fromHex, toHex } from "../testing/hex.ts";
import { CtrHmac } from "./ctrHmac.ts";
import {
  asSframeSuite,
  decodeHeader,
  decryptFrame,
  deriveSframeKeys,
  encodeHeader,
  encryptFrame,
  FrameKey,
  importSframeKey,
  suites,
  SyncSealer,
} from "./index.ts";
import { frameNonce } from "./keys.ts";

/*
 * The RFC's published test vectors, as one JSON file. They are not part of this repository: SOTTO_VECTORS names
 * the folder they are in. Without them these tests are skipped, and the figures in rfcFigures.ts remain.
 */
interface CipherVector {
  cipher_suite: number;
  key: string;
  nonce: string;
  aad: string;
  pt: string;
  ct: string;
}

interface FrameVector extends Omit<CipherVector, "key"> {
  kid: string;
  ctr: string;
  base_key: string;
  sframe_key: string;
  sframe_salt: string;
  metadata: string;
}

interface Vectors {
  header: { kid: string; ctr: string; encoded: string }[];
  aes_ctr_hmac: CipherVector[];
  aes_256_ctr_hmac: CipherVector[];
  sframe: FrameVector[];
}

const folder =
  process.env["SOTTO_VECTORS"] ?? new URL("../../../../shared/vectors", import.meta.url).pathname;
const file = `${folder}/sframe/rfc9605.json`;

function read(): Vectors {
  // 64-bit numbers lose their last digits as JSON numbers: they are read as strings.
  const text = readFileSync(file, "utf8").replace(/"(kid|ctr)":\s*(\d+)/g, '"$1":"$2"');
  return JSON.parse(text) as Vectors;
}

if (!existsSync(file)) {
  process.stdout.write(
    "RFC 9605 test vectors: SKIPPED, set SOTTO_VECTORS to the folder with sframe/rfc9605.json\n",
  );
  describe.skip("RFC 9605 test vectors", () => {
    it("are not here: set SOTTO_VECTORS", () => undefined);
  });
} else {
  const vectors = read();

  describe("RFC 9605 test vectors", () => {
    it("are complete", () => {
      expect(vectors.header.length).toBe(289);
      expect(vectors.aes_ctr_hmac.map((vector) => vector.cipher_suite)).toEqual([1, 2, 3]);
      expect(vectors.aes_256_ctr_hmac.map((vector) => vector.cipher_suite)).toEqual([6, 7, 8]);
      expect(vectors.sframe.map((vector) => vector.cipher_suite)).toEqual([1, 2, 3, 4, 5]);
    });

    it("headers", () => {
      for (const { kid, ctr, encoded } of vectors.header) {
        expect(toHex(encodeHeader(asKid(BigInt(kid)), asCtr(BigInt(ctr))))).toBe(encoded);
        expect(decodeHeader(fromHex(encoded))).toEqual({
          kid: BigInt(kid),
          ctr: BigInt(ctr),
          headerLength: encoded.length / 2,
        });
      }
    });

    it.each([...vectors.aes_ctr_hmac, ...vectors.aes_256_ctr_hmac])(
      "CTR with HMAC, suite $cipher_suite",
      (vector) => {
        const cipher = new CtrHmac(suites[asSframeSuite(vector.cipher_suite)], fromHex(vector.key));
        const body = new Uint8Array(vector.ct.length / 2);
        cipher.seal(fromHex(vector.nonce), fromHex(vector.aad), fromHex(vector.pt), body);
        expect(toHex(body)).toBe(vector.ct);
        const opened = cipher.open(fromHex(vector.nonce), fromHex(vector.aad), fromHex(vector.ct));
        expect(opened && toHex(opened)).toBe(vector.pt);
      },
    );

    it.each(vectors.sframe)("frames, suite $cipher_suite", async (vector) => {
      const suite = asSframeSuite(vector.cipher_suite);
      const kid = asKid(BigInt(vector.kid));
      const ctr = asCtr(BigInt(vector.ctr));
      const keys = deriveSframeKeys(suite, fromHex(vector.base_key), kid);
      expect(toHex(keys.key)).toBe(vector.sframe_key);
      expect(toHex(keys.salt)).toBe(vector.sframe_salt);
      expect(toHex(frameNonce(keys.salt, ctr))).toBe(vector.nonce);

      const metadata = fromHex(vector.metadata);
      const frame = fromHex(vector.ct);
      const sealer = new SyncSealer(keys);
      expect(toHex(sealer.encryptFrame(ctr, fromHex(vector.pt), metadata))).toBe(vector.ct);
      expect(toHex(sealer.decryptFrame(decodeHeader(frame), frame, metadata))).toBe(vector.pt);

      if (suites[suite].cipher === "gcm") {
        const toSeal = await importSframeKey(keys, "encrypt");
        const toOpen = await importSframeKey(keys, "decrypt");
        const plaintext = new Uint8Array(fromHex(vector.pt));
        expect(toHex(await encryptFrame(toSeal, ctr, plaintext, metadata))).toBe(vector.ct);
        const opened = await decryptFrame(toOpen, decodeHeader(frame), new Uint8Array(frame), metadata);
        expect(toHex(opened)).toBe(vector.pt);
        const atOnce = new FrameKey(keys, "encrypt").encrypt(Number(ctr), plaintext, metadata) as Uint8Array;
        expect(toHex(atOnce)).toBe(vector.ct);
      }
    });
  });
}
