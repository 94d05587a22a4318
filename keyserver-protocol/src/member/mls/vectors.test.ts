import { readFileSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  ciphersuites,
  decodeMlsMessage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  makePskIndex,
  processMessage,
  acceptAll,
  bytesToBase64,
  type CiphersuiteImpl,
  type CiphersuiteName,
  type ClientState,
  type MLSMessage,
} from "ts-mls";
import { decodeRatchetTree } from "ts-mls/ratchetTree.js";
import { describe, expect, it } from "vitest";
import { clientConfig } from "./config.ts";
import { cryptoProvider } from "./provider.ts";

// The MLS working group's passive-client vectors, through the provider and the settings that calls use.

const repositoryVectors = fileURLToPath(new URL("../../../../../shared/vectors", import.meta.url));
const directory = `${process.env["SOTTO_VECTORS"] ?? repositoryVectors}/mls`;
const SUITES = [1, 2, 3, 7];

interface PassiveClientVector {
  cipher_suite: number;
  external_psks: { psk_id: string; psk: string }[];
  key_package: string;
  signature_priv: string;
  encryption_priv: string;
  init_priv: string;
  welcome: string;
  ratchet_tree: string | null;
  initial_epoch_authenticator: string;
  epochs: { proposals: string[]; commit: string; epoch_authenticator: string }[];
}

function vectorsOf(file: string): PassiveClientVector[] {
  return JSON.parse(readFileSync(`${directory}/${file}.json`, "utf8")) as PassiveClientVector[];
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

function message(encoded: string): MLSMessage {
  const decoded = decodeMlsMessage(bytes(encoded), 0);
  if (decoded === undefined) throw new Error("vector does not decode");
  return decoded[0];
}

async function suiteOf(number: number): Promise<CiphersuiteImpl> {
  const name = (Object.keys(ciphersuites) as CiphersuiteName[]).find((key) => ciphersuites[key] === number);
  if (name === undefined) throw new Error(`no suite ${number}`);
  const provider = cryptoProvider((length) => crypto.getRandomValues(new Uint8Array(length)));
  return getCiphersuiteImpl(getCiphersuiteFromName(name), provider);
}

async function replay(vector: PassiveClientVector): Promise<void> {
  const impl = await suiteOf(vector.cipher_suite);
  const keyPackage = message(vector.key_package);
  const welcome = message(vector.welcome);
  if (keyPackage.wireformat !== "mls_key_package" || welcome.wireformat !== "mls_welcome")
    throw new Error("vector");
  const psks = Object.fromEntries(
    vector.external_psks.map(({ psk_id, psk }) => [bytesToBase64(bytes(psk_id)), bytes(psk)]),
  );
  const tree =
    vector.ratchet_tree === null ? undefined : decodeRatchetTree(bytes(vector.ratchet_tree), 0)?.[0];
  let state: ClientState = await joinGroup(
    welcome.welcome,
    keyPackage.keyPackage,
    {
      initPrivateKey: bytes(vector.init_priv),
      hpkePrivateKey: bytes(vector.encryption_priv),
      signaturePrivateKey: bytes(vector.signature_priv),
    },
    makePskIndex(undefined, psks),
    impl,
    tree,
    undefined,
    clientConfig(() => Promise.resolve(true)),
  );
  expect(hex(state.keySchedule.epochAuthenticator)).toBe(vector.initial_epoch_authenticator);
  for (const epoch of vector.epochs) {
    for (const encoded of [...epoch.proposals, epoch.commit]) {
      const next = message(encoded);
      if (next.wireformat !== "mls_public_message" && next.wireformat !== "mls_private_message") {
        throw new Error("vector");
      }
      state = (await processMessage(next, state, makePskIndex(state, psks), acceptAll, impl)).newState;
    }
    expect(hex(state.keySchedule.epochAuthenticator)).toBe(epoch.epoch_authenticator);
  }
}

describe.skipIf(!existsSync(directory))("passive-client vectors", () => {
  for (const file of ["passive-client-welcome", "passive-client-handling-commit"]) {
    const vectors = existsSync(directory) ? vectorsOf(file) : [];
    for (const suite of SUITES) {
      const ofSuite = vectors.filter((vector) => vector.cipher_suite === suite);
      it(`${file}, suite ${suite}: all ${ofSuite.length} agree`, { timeout: 60_000 }, async () => {
        expect(ofSuite.length).toBeGreaterThan(0);
        for (const vector of ofSuite) await replay(vector);
      });
    }
  }
});
