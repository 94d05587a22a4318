import { acceptAll, emptyPskIndex } from "ts-mls";
import type { AuthenticatedContentCommit } from "ts-mls/authenticatedContent.js";
import { unprotectPublicMessage } from "ts-mls/messageProtectionPublic.js";
import { processCommit as applyCommit } from "ts-mls/processMessages.js";
import { belongsTo, keepsIdentity, type CommitView } from "./commitView.ts";
import type { MlsGroup } from "./group.ts";
import { MlsError, translating } from "./mlsError.ts";
import { withoutHistory } from "./retire.ts";

/** What a commit led to for this member. */
export type Processed = { readonly kind: "next"; readonly next: MlsGroup } | { readonly kind: "removed" };

/** Says why an authentic commit is not allowed, or undefined if it is. Pure. */
export type Judge = (view: CommitView) => string | undefined;

/**
 * Verifies somebody else's commit, lets `judge` decide on it, and applies it. The group given stays valid.
 * Throws MlsError "mls/invalid" when it is not authentic, "mls/refused" (with its proved sender) when it is authentic
 * but not allowed or not consistent.
 */
export async function processCommit(group: MlsGroup, view: CommitView, judge: Judge): Promise<Processed> {
  if (!belongsTo(group, view)) throw new MlsError("mls/invalid", "commit of another group or epoch");
  const content = await translating("mls/invalid", "commit is not authentic", () =>
    authenticate(group, view),
  );

  const refusal = keepsIdentity(group, view) ? judge(view) : "a commit may not change who its sender is";
  if (refusal !== undefined) throw new MlsError("mls/refused", refusal, { sender: view.sender });

  try {
    const { impl } = group.suite;
    const wireformat = "mls_public_message";
    const { newState } = await applyCommit(group.state, content, wireformat, emptyPskIndex, acceptAll, impl);
    if (newState.groupActiveState.kind === "removedFromGroup") return { kind: "removed" };
    return { kind: "next", next: { suite: group.suite, state: withoutHistory(newState) } };
  } catch (cause) {
    throw new MlsError("mls/refused", "commit does not apply", { cause, sender: view.sender });
  }
}

/** Membership tag and signature, before anything that the message says is acted upon. */
async function authenticate(group: MlsGroup, view: CommitView): Promise<AuthenticatedContentCommit> {
  const { groupContext, keySchedule, ratchetTree } = group.state;
  const content = await unprotectPublicMessage(
    keySchedule.membershipKey,
    groupContext,
    ratchetTree,
    view.publicMessage,
    group.suite.impl,
  );
  if (content.auth.contentType !== "commit") throw new MlsError("mls/invalid", "not a commit");
  return content as AuthenticatedContentCommit;
}
