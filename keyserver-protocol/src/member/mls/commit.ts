import type { LeafIndex } from "@sotto/shared/ids";
import { createCommit, encodeMlsMessage, type Proposal } from "ts-mls";
import { LOG_EXTENSION, POLICY_EXTENSION } from "./config.ts";
import { confirmationTagOf, type MlsGroup } from "./group.ts";
import type { JoinerKeyPackage } from "./keyPackage.ts";
import { translating } from "./mlsError.ts";
import { withoutHistory } from "./retire.ts";

/** What a commit shall do. Nothing of it: fresh entropy only. */
export interface CommitContent {
  readonly adds: readonly JoinerKeyPackage[];
  readonly removes: readonly LeafIndex[];
  /** Another policy; then without adds. */
  readonly policy?: Uint8Array | undefined;
  /** Told to joiners, sealed with the group's state. */
  readonly logExtension: Uint8Array;
}

/** A commit that is ready to be offered to the log, and the epoch that it would begin. */
export interface PreparedCommit {
  readonly next: MlsGroup;
  readonly message: Uint8Array;
  /** One Welcome for all joiners, with the tree. */
  readonly welcome: Uint8Array | undefined;
  readonly confirmationTag: Uint8Array;
}

/**
 * Makes a commit as a PublicMessage (RFC 9420 §12.4.1; our outer seal hides it). The group given stays valid and must
 * be kept until the log has decided. Throws MlsError "mls/internal".
 */
export async function prepareCommit(group: MlsGroup, content: CommitContent): Promise<PreparedCommit> {
  const extraProposals: Proposal[] = [
    ...content.removes.map((removed): Proposal => ({ proposalType: "remove", remove: { removed } })),
    ...content.adds.map(({ keyPackage }): Proposal => ({ proposalType: "add", add: { keyPackage } })),
  ];
  if (content.policy !== undefined) {
    const extensions = [{ extensionType: POLICY_EXTENSION, extensionData: content.policy }];
    extraProposals.push({
      proposalType: "group_context_extensions",
      groupContextExtensions: { extensions },
    });
  }
  return translating("mls/internal", "could not make a commit", async () => {
    const { newState, commit, welcome } = await createCommit(
      { state: group.state, cipherSuite: group.suite.impl },
      {
        extraProposals,
        wireAsPublicMessage: true,
        ratchetTreeExtension: true,
        groupInfoExtensions: [{ extensionType: LOG_EXTENSION, extensionData: content.logExtension }],
      },
    );
    const next = { suite: group.suite, state: withoutHistory(newState) };
    return {
      next,
      message: encodeMlsMessage(commit),
      welcome: welcome && encodeMlsMessage({ version: "mls10", wireformat: "mls_welcome", welcome }),
      confirmationTag: confirmationTagOf(next),
    };
  });
}
