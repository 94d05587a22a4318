import { bytesEqualConstantTime, zeroize } from "@sotto/shared/codec";
import { asLeafIndex, type LeafIndex } from "@sotto/shared/ids";
import { createApplicationMessage, decodeMlsMessage, encodeMlsMessage, type PrivateMessage } from "ts-mls";
import { unprotectPrivateMessage } from "ts-mls/messageProtection.js";
import { groupIdOf, type MlsGroup } from "./group.ts";
import { MlsError, translating } from "./mlsError.ts";

/** Seals `data` to the members of this epoch. The group given is replaced by `next`. Throws "mls/internal". */
export async function sealApplication(
  group: MlsGroup,
  data: Uint8Array,
): Promise<{ next: MlsGroup; message: Uint8Array }> {
  return translating("mls/internal", "could not seal a message", async () => {
    const { newState, privateMessage, consumed } = await createApplicationMessage(
      group.state,
      data,
      group.suite.impl,
    );
    zeroize(...consumed);
    const message = encodeMlsMessage({ version: "mls10", wireformat: "mls_private_message", privateMessage });
    return { next: { suite: group.suite, state: newState }, message };
  });
}

/**
 * Opens somebody else's message of this epoch. The group given is replaced by `next`.
 * Throws MlsError "mls/malformed" or "mls/invalid"; then the group given stays as it was.
 */
export async function openApplication(
  group: MlsGroup,
  message: Uint8Array,
): Promise<{ next: MlsGroup; sender: LeafIndex; data: Uint8Array }> {
  const privateMessage = await translating("mls/malformed", "not a private message", () =>
    Promise.resolve(decodePrivateMessage(message)),
  );
  const { groupContext, keySchedule, secretTree, ratchetTree, clientConfig } = group.state;
  if (
    privateMessage.epoch !== groupContext.epoch ||
    !bytesEqualConstantTime(privateMessage.groupId, groupIdOf(group))
  ) {
    throw new MlsError("mls/invalid", "message of another group or epoch");
  }
  return translating("mls/invalid", "message does not open", async () => {
    const { tree, content, consumed } = await unprotectPrivateMessage(
      keySchedule.senderDataSecret,
      privateMessage,
      secretTree,
      ratchetTree,
      groupContext,
      clientConfig.keyRetentionConfig,
      group.suite.impl,
    );
    if (content.content.contentType !== "application" || content.content.sender.senderType !== "member") {
      throw new MlsError("mls/invalid", "not an application message");
    }
    zeroize(...consumed);
    return {
      next: { suite: group.suite, state: { ...group.state, secretTree: tree } },
      sender: asLeafIndex(content.content.sender.leafIndex),
      data: content.content.applicationData,
    };
  });
}

function decodePrivateMessage(message: Uint8Array): PrivateMessage {
  const decoded = decodeMlsMessage(message, 0);
  if (
    decoded === undefined ||
    decoded[1] !== message.length ||
    decoded[0].wireformat !== "mls_private_message"
  ) {
    throw new MlsError("mls/malformed", "not a private message");
  }
  return decoded[0].privateMessage;
}
