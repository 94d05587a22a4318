import type { AuthenticationService, Capabilities, ClientConfig, Credential } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { toBase64Url } from "@sotto/shared/codec";
import { suiteFacts, type MlsSuite } from "./suite.ts";

/** GroupContext extension that holds the call's policy. RFC 9420 §17.3 keeps 0xF000 and up for private use. */
export const POLICY_EXTENSION = 0xf5a0;

/** GroupInfo extension that names the log a joiner continues in. */
export const LOG_EXTENSION = 0xf5a1;

/** Decides whether an identity may stand in the tree with this leaf signature key. */
export type CheckIdentity = (identity: Uint8Array, leafPublicKey: Uint8Array) => Promise<boolean>;

/** What a Sotto leaf says it can do: one suite, basic credentials, our two extensions, and no more. */
export function leanCapabilities(suite: MlsSuite): Capabilities {
  return {
    versions: ["mls10"],
    ciphersuites: [suiteFacts(suite.name).mlsName],
    extensions: [POLICY_EXTENSION, LOG_EXTENSION],
    proposals: [],
    credentials: ["basic"],
  };
}

/** Library settings of a group whose members are held to `check`. */
export function clientConfig(check: CheckIdentity): ClientConfig {
  return {
    ...defaultClientConfig,
    // 0 would keep every epoch. What is kept is dropped by `withoutHistory`: the log never delivers an old message.
    keyRetentionConfig: { ...defaultClientConfig.keyRetentionConfig, retainKeysForEpochs: 1 },
    // The outer seal pads; padding here would be padded again.
    paddingConfig: { kind: "alwaysPad", paddingLength: 0 },
    authService: cachedAuthentication(check),
  };
}

/** Above this many remembered answers all are forgotten: twice the largest call. */
const MAX_CACHED = 1000;

/** The library asks for every leaf at every join and commit; a signature check each time would dominate both. */
function cachedAuthentication(check: CheckIdentity): AuthenticationService {
  const accepted = new Set<string>();
  return {
    async validateCredential(credential: Credential, signaturePublicKey: Uint8Array): Promise<boolean> {
      if (credential.credentialType !== "basic") return false;
      const key = `${toBase64Url(signaturePublicKey)}.${toBase64Url(credential.identity)}`;
      if (accepted.has(key)) return true;
      if (!(await check(credential.identity, signaturePublicKey))) return false;
      if (accepted.size >= MAX_CACHED) accepted.clear();
      accepted.add(key);
      return true;
    },
  };
}
