import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { decodeMlsMessage, emptyPskIndex, joinGroupWithExtensions, type Welcome } from "ts-mls";
import { clientConfig, LOG_EXTENSION, type CheckIdentity } from "./config.ts";
import { groupIdOf, policyOf, type MlsGroup } from "./group.ts";
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
 * every leaf (each credential by `check`), parent hashes, and that our own leaf stands in it; this adds the group id
 * and the exact set of extensions. Throws MlsError "mls/malformed" or "mls/invalid".
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
  const [state, extensions] = await translating("mls/invalid", "Welcome does not verify", () =>
    joinGroupWithExtensions(
      welcome,
      own.publicPackage,
      own.privatePackage,
      emptyPskIndex,
      suite.impl,
      undefined,
      undefined,
      clientConfig(check),
    ),
  );
  const group: MlsGroup = { suite, state };
  if (!bytesEqualConstantTime(groupIdOf(group), groupId))
    throw new MlsError("mls/invalid", "Welcome of another group");
  policyOf(group);
  const log = extensions.filter(({ extensionType }) => extensionType === LOG_EXTENSION);
  if (log.length !== 1 || log[0] === undefined) throw new MlsError("mls/invalid", "Welcome without a log");
  return { group, logExtension: log[0].extensionData };
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

function decodeWelcome(message: Uint8Array): Welcome {
  const decoded = decodeMlsMessage(message, 0);
  if (decoded === undefined || decoded[1] !== message.length || decoded[0].wireformat !== "mls_welcome") {
    throw new MlsError("mls/malformed", "not a Welcome");
  }
  return decoded[0].welcome;
}
