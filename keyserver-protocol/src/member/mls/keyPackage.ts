import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesEqualConstantTime, zeroize } from "@sotto/shared/codec";
import {
  decodeMlsMessage,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  type KeyPackage,
  type PrivateKeyPackage,
} from "ts-mls";
import { makeKeyPackageRef, verifyKeyPackage } from "ts-mls/keyPackage.js";
import { verifyLeafNodeSignatureKeyPackage } from "ts-mls/leafNode.js";
import type { RandomBytes } from "../api.ts";
import { leanCapabilities, type CheckIdentity } from "./config.ts";
import { MlsError, translating } from "./mlsError.ts";
import { suiteFacts, type MlsSuite } from "./suite.ts";

/** An Ed25519 key that signs for one leaf of one call. */
export interface LeafKey {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/** A key package together with its private keys. */
export interface OwnKeyPackage {
  readonly publicPackage: KeyPackage;
  readonly privatePackage: PrivateKeyPackage;
  /** The MLSMessage that is sent to who adds this member. */
  readonly message: Uint8Array;
  readonly reference: Uint8Array;
}

/** Somebody else's key package, verified. */
export interface JoinerKeyPackage {
  readonly keyPackage: KeyPackage;
  readonly reference: Uint8Array;
  readonly identity: Uint8Array;
  readonly leafPublicKey: Uint8Array;
}

/**
 * Lifetimes are not what keeps a knock fresh (clocks of guests are wrong by hours): credentials carry a serial for
 * that. So a package is always in its lifetime; RFC 9420 §7.2 leaves the bounds to the application.
 */
const LIFETIME = { notBefore: 0n, notAfter: 0x7fff_ffff_ffff_ffffn };

/** Makes a fresh leaf key. */
export function generateLeafKey(random: RandomBytes): LeafKey {
  const privateKey = random(32);
  return { privateKey, publicKey: ed25519.getPublicKey(privateKey) };
}

/** Makes a key package for a leaf whose credential is `identity`. */
export async function generateKeyPackage(
  suite: MlsSuite,
  identity: Uint8Array,
  leafKey: LeafKey,
): Promise<OwnKeyPackage> {
  return translating("mls/internal", "could not make a key package", async () => {
    const { publicPackage, privatePackage } = await generateKeyPackageWithKey(
      { credentialType: "basic", identity },
      leanCapabilities(suite),
      LIFETIME,
      [],
      { publicKey: leafKey.publicKey, signKey: leafKey.privateKey },
      suite.impl,
    );
    const reference = await makeKeyPackageRef(publicPackage, suite.impl.hash);
    const message = encodeMlsMessage({
      version: "mls10",
      wireformat: "mls_key_package",
      keyPackage: publicPackage,
    });
    return { publicPackage, privatePackage, message, reference };
  });
}

/** Zeroizes what only joining needed. The leaf's keys live on in the group. */
export function forgetInitKey(own: OwnKeyPackage): void {
  zeroize(own.privatePackage.initPrivateKey);
}

/** Zeroizes every private key of a package that was not used. */
export function forgetKeyPackage(own: OwnKeyPackage): void {
  const { initPrivateKey, hpkePrivateKey, signaturePrivateKey } = own.privatePackage;
  zeroize(initPrivateKey, hpkePrivateKey, signaturePrivateKey);
}

/**
 * Reads and fully verifies a joiner's key package (RFC 9420 §10.1), so that one bad package can not spoil a commit
 * for all who wait: both its keys are tried, since the library would fail only when it encrypts to them.
 * Throws MlsError "mls/malformed" or "mls/invalid".
 */
export async function openKeyPackage(
  suite: MlsSuite,
  message: Uint8Array,
  check: CheckIdentity,
): Promise<JoinerKeyPackage> {
  const keyPackage = await translating("mls/malformed", "not a key package", () =>
    Promise.resolve(decodeKeyPackage(message)),
  );
  const { leafNode } = keyPackage;
  if (keyPackage.cipherSuite !== suiteFacts(suite.name).mlsName) {
    throw new MlsError("mls/invalid", "key package of another suite");
  }
  if (leafNode.credential.credentialType !== "basic")
    throw new MlsError("mls/invalid", "not a basic credential");
  if (keyPackage.extensions.length > 0 || leafNode.extensions.length > 0) {
    throw new MlsError("mls/invalid", "key package with extensions");
  }
  if (!isLean(suite, keyPackage)) throw new MlsError("mls/invalid", "key package with other capabilities");
  if (bytesEqualConstantTime(keyPackage.initKey, leafNode.hpkePublicKey)) {
    throw new MlsError("mls/invalid", "key package uses one key for two things");
  }
  return translating("mls/invalid", "key package does not verify", async () => {
    if (!(await verifyKeyPackage(keyPackage, suite.impl.signature))) throw new Error("package signature");
    if (!(await verifyLeafNodeSignatureKeyPackage(leafNode, suite.impl.signature)))
      throw new Error("leaf signature");
    const { identity } = leafNode.credential as { identity: Uint8Array };
    if (!(await check(identity, leafNode.signaturePublicKey))) throw new Error("credential");
    for (const key of [keyPackage.initKey, leafNode.hpkePublicKey]) {
      await suite.impl.hpke.seal(
        await suite.impl.hpke.importPublicKey(key),
        new Uint8Array(),
        new Uint8Array(),
      );
    }
    const reference = await makeKeyPackageRef(keyPackage, suite.impl.hash);
    return { keyPackage, reference, identity, leafPublicKey: leafNode.signaturePublicKey };
  });
}

/** Whose a key package claims to be; nobody has verified it. Throws MlsError "mls/malformed". */
export function claimOf(message: Uint8Array): Pick<JoinerKeyPackage, "identity" | "leafPublicKey"> {
  try {
    const { credential, signaturePublicKey } = decodeKeyPackage(message).leafNode;
    if (credential.credentialType !== "basic") throw new Error("not a basic credential");
    return { identity: credential.identity, leafPublicKey: signaturePublicKey };
  } catch (cause) {
    throw new MlsError("mls/malformed", "not a key package", { cause });
  }
}

function decodeKeyPackage(message: Uint8Array): KeyPackage {
  const decoded = decodeMlsMessage(message, 0);
  if (decoded === undefined || decoded[1] !== message.length || decoded[0].wireformat !== "mls_key_package") {
    throw new MlsError("mls/malformed", "not a key package");
  }
  return decoded[0].keyPackage;
}

/** The tree's size rests on every leaf being lean, and every later member must support what the group uses. */
function isLean(suite: MlsSuite, keyPackage: KeyPackage): boolean {
  return JSON.stringify(keyPackage.leafNode.capabilities) === JSON.stringify(leanCapabilities(suite));
}
