/** The one place that touches ts-mls: groups, commits and messages of RFC 9420 in the words of a call. */
export { openApplication, sealApplication } from "./application.ts";
export { prepareCommit, type CommitContent, type PreparedCommit } from "./commit.ts";
export { readCommit, type CommitView, type ProposalView } from "./commitView.ts";
export type { CheckIdentity } from "./config.ts";
export {
  confirmationTagOf,
  createGroup,
  epochAuthenticatorOf,
  epochOf,
  exportSecret,
  groupIdOf,
  keepExports,
  leavesOf,
  ownLeaf,
  policyOf,
  type LeafView,
  type MlsGroup,
} from "./group.ts";
export { isWelcomeFor, joinGroup, type Joined } from "./join.ts";
export {
  claimOf,
  forgetInitKey,
  forgetKeyPackage,
  generateKeyPackage,
  generateLeafKey,
  openKeyPackage,
  type JoinerKeyPackage,
  type LeafKey,
  type OwnKeyPackage,
} from "./keyPackage.ts";
export { MlsError, type MlsErrorCode } from "./mlsError.ts";
export { pathCosts, type PathCost } from "./pathCost.ts";
export { processCommit, type Judge, type Processed } from "./process.ts";
export { retire } from "./retire.ts";
export { isSignedByLeaf, signAsLeaf, signBytesAsLeaf } from "./sign.ts";
export {
  LARGEST_POST_QUANTUM_CALL,
  loadSuite,
  suiteFacts,
  suiteForSize,
  suiteOfNumber,
  type MlsSuite,
} from "./suite.ts";
