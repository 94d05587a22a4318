import { instanceTag } from "@sotto/shared/ids";
import { asCrossSignatures, isCredentialFor, signCredential } from "../credential/index.ts";
import {
  generateKeyPackage,
  generateLeafKey,
  loadSuite,
  type CheckIdentity,
  type MlsSuite,
  type OwnKeyPackage,
} from "../mls/index.ts";
import type { CallAccess } from "./announcement.ts";
import type { MachineContext } from "./context.ts";

/** A call together with its cryptography. */
export interface Call extends CallAccess {
  readonly mls: MlsSuite;
  /** Verifies an identity for a leaf of this call. */
  readonly check: CheckIdentity;
}

/** Loads what a call needs. */
export async function prepareCall(context: MachineContext, access: CallAccess): Promise<Call> {
  const mls = await loadSuite(access.suite, context.options.random);
  const { groupId } = access.keys;
  return {
    ...access,
    mls,
    check: (identity, leafPublicKey) => isCredentialFor(identity, groupId, leafPublicKey),
  };
}

/** Makes a new leaf key, has the device sign it for this call, and makes a key package of it. */
export async function makeOwnKeyPackage(context: MachineContext, call: Call): Promise<OwnKeyPackage> {
  const { device, crossSignatures, displayName, tabSecret, random } = context.options;
  const { groupId } = call.keys;
  const leafKey = generateLeafKey(random);
  const identity = await signCredential(
    {
      displayName,
      devicePublicKey: device.publicKey,
      leafPublicKey: leafKey.publicKey,
      instanceTag: instanceTag(tabSecret, groupId),
      serial: context.nextSerial(),
      crossSignatures: asCrossSignatures(device.publicKey, crossSignatures()),
    },
    groupId,
    device,
  );
  return generateKeyPackage(call.mls, identity, leafKey);
}
