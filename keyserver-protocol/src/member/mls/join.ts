import { bytesEqualConstantTime, zeroize } from "@sotto/shared/codec";
import { MAX_LEAVES } from "@sotto/shared/ids";
import {
  decodeMlsMessage,
  emptyPskIndex,
  joinGroupWithExtensions,
  type GroupInfo,
  type Welcome,
} from "ts-mls";
import { ratchetTreeFromExtension } from "ts-mls/groupInfo.js";
import { decryptGroupInfo, decryptGroupSecrets } from "ts-mls/welcome.js";
import { clientConfig, LOG_EXTENSION, POLICY_EXTENSION, type CheckIdentity } from "./config.ts";
import type { MlsGroup } from "./group.ts";
import type { OwnKeyPackage } from "./keyPackage.ts";
import { MlsError, translating } from "./mlsError.ts";
import type { MlsSuite } from "./suite.ts";

/** A group entered through a Welcome. */
export interface Joined {
  readonly group: MlsGroup;
  /** What the committer says about the log. */
  readonly logExtension: Uint8Array;
}

/**
 * Enters a group by a Welcome. The library verifies the GroupInfo's signature, the confirmation tag, the tree with
 * every leaf (each credential by `check`), parent hashes, and that our own leaf stands in it; this adds the group id,
 * the exact set of extensions, and bounds of the tree. Throws MlsError "mls/malformed" or "mls/invalid".
 */
export async function joinGroup(
  suite: MlsSuite,
  message: Uint8Array,
  own: OwnKeyPackage,
  groupId: Uint8Array,
  check: CheckIdentity,
): Promise<Joined> {
  const welcome = await translating("mls/malformed", "not a Welcome", () =>
    Promise.resolve(decodeWelcome(message)),
  );
  return translating("mls/invalid", "Welcome does not verify", async () => {
    const groupInfo = await openGroupInfo(suite, welcome, own);
    requireOrdinary(groupInfo, groupId);
    const [state, extensions] = await joinGroupWithExtensions(
      welcome,
      own.publicPackage,
      own.privatePackage,
      emptyPskIndex,
      suite.impl,
      undefined,
      undefined,
      clientConfig(check),
    );
    const log = extensions.find(({ extensionType }) => extensionType === LOG_EXTENSION);
    if (log === undefined) throw new MlsError("mls/invalid", "Welcome without a log");
    return { group: { suite, state }, logExtension: log.extensionData };
  });
}

/** Whether a Welcome has something for this key package; cheap, and tells nothing about whether it is genuine. */
export function isWelcomeFor(message: Uint8Array, own: OwnKeyPackage): boolean {
  try {
    return decodeWelcome(message).secrets.some(({ newMember }) =>
      bytesEqualConstantTime(newMember, own.reference),
    );
  } catch {
    return false;
  }
}

/** The GroupInfo of a Welcome, decrypted and not verified. */
async function openGroupInfo({ impl }: MlsSuite, welcome: Welcome, own: OwnKeyPackage): Promise<GroupInfo> {
  const initKey = await impl.hpke.importPrivateKey(own.privatePackage.initPrivateKey);
  const secrets = await decryptGroupSecrets(initKey, own.reference, welcome, impl.hpke);
  if (secrets === undefined || secrets.psks.length > 0)
    throw new MlsError("mls/invalid", "Welcome with other secrets");
  const groupInfo = await decryptGroupInfo(
    welcome,
    secrets.joinerSecret,
    new Uint8Array(impl.kdf.size),
    impl,
  );
  zeroize(secrets.joinerSecret);
  if (groupInfo === undefined) throw new MlsError("mls/malformed", "Welcome without a GroupInfo");
  return groupInfo;
}

/**
 * What the library does not ask. The bounds come before it: it climbs from each unmerged leaf to the root, and from one
 * outside the tree it would climb for ever.
 */
function requireOrdinary(groupInfo: GroupInfo, groupId: Uint8Array): void {
  const { groupContext, extensions, signer } = groupInfo;
  if (!bytesEqualConstantTime(groupContext.groupId, groupId))
    throw new MlsError("mls/invalid", "Welcome of another group");
  const contextTypes = groupContext.extensions.map(({ extensionType }) => extensionType);
  const infoTypes = extensions.map(({ extensionType }) => extensionType);
  if (
    contextTypes.join() !== String(POLICY_EXTENSION) ||
    infoTypes.sort().join() !== [LOG_EXTENSION, "ratchet_tree"].join()
  ) {
    throw new MlsError("mls/invalid", "Welcome with other extensions");
  }
  const tree = ratchetTreeFromExtension(groupInfo) ?? [];
  const width = (tree.length + 1) / 2;
  if (width > MAX_LEAVES || signer >= width)
    throw new MlsError("mls/invalid", "Welcome with a tree out of bounds");
  for (const node of tree) {
    if (node?.nodeType === "parent" && node.parent.unmergedLeaves.some((leaf) => leaf >= width)) {
      throw new MlsError("mls/invalid", "Welcome with a tree out of bounds");
    }
  }
}

function decodeWelcome(message: Uint8Array): Welcome {
  const decoded = decodeMlsMessage(message, 0);
  if (decoded === undefined || decoded[1] !== message.length || decoded[0].wireformat !== "mls_welcome") {
    throw new MlsError("mls/malformed", "not a Welcome");
  }
  return decoded[0].welcome;
}
