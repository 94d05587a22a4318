/** Members of groups without a call around them, on this and on an independent implementation of MLS. */
export { CoreCryptoMember } from "./coreCryptoMember.ts";
export { peerIdentity, type GroupMember, type MadeCommit } from "./groupMember.ts";
export { SottoMember } from "./sottoMember.ts";
export { Crowd, ciphertextsIn, type CrowdCommit } from "./crowd.ts";
