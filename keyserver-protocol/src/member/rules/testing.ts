import { ByteWriter } from "@sotto/shared/codec";
import { asInstanceTag, asLeafIndex, type LeafIndex } from "@sotto/shared/ids";
import type { Credential } from "../credential/index.ts";
import type { ProposalView } from "../mls/index.ts";
import type { JudgedMember } from "./authorizeCommit.ts";

// Members, joiners and proposals for tests of the rules.

export const leaf = (index: number): LeafIndex => asLeafIndex(index);

/** A device key. */
export const device = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

export function credentialOf(device: number, tag: number, serial: number, leafKey: number): Credential {
  return {
    displayName: "Ana",
    devicePublicKey: new Uint8Array(32).fill(device),
    leafPublicKey: new Uint8Array(32).fill(leafKey),
    instanceTag: asInstanceTag(new Uint8Array(16).fill(tag)),
    serial,
    crossSignatures: [],
  };
}

/** The credential as bytes; the rules do not look at its signature. */
function identityOf({
  displayName,
  devicePublicKey,
  leafPublicKey,
  instanceTag,
  serial,
}: Credential): Uint8Array {
  const writer = new ByteWriter()
    .u8(2)
    .utf8_16(displayName)
    .fixed(devicePublicKey, 32)
    .fixed(leafPublicKey, 32);
  return writer.fixed(instanceTag, 16).u64(serial).u8(0).fixed(new Uint8Array(64), 64).finish();
}

/** A member at a leaf; its device is `device(100 + index)`. */
export function member(index: number, serial = 5): JudgedMember {
  return {
    leaf: leaf(index),
    credential: credentialOf(100 + index, 100 + index, serial, 100 + index),
    leafPublicKey: new Uint8Array(32).fill(100 + index),
    hpkePublicKey: new Uint8Array(32).fill(150 + index),
  };
}

export function add(credential: Credential, hpkeKey = 60): ProposalView {
  const { leafPublicKey } = credential;
  return {
    kind: "add",
    identity: identityOf(credential),
    leafPublicKey,
    hpkePublicKey: new Uint8Array(32).fill(hpkeKey),
  };
}

export const remove = (index: number): ProposalView => ({ kind: "remove", leaf: leaf(index) });
