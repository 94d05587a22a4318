import { zeroize } from "@sotto/shared/codec";
import type { ClientState } from "ts-mls";
import { allSecretTreeValues } from "ts-mls/secretTree.js";
import { forgetExports, type MlsGroup } from "./group.ts";

/**
 * Drops what the library keeps to read messages of earlier epochs. Ours never come: the log takes a message only in
 * the epoch that it was sealed in. Keeping it would keep an old secret tree alive.
 */
export function withoutHistory(state: ClientState): ClientState {
  return { ...state, historicalReceiverData: new Map() };
}

/**
 * Zeroizes every secret of an epoch that is over, or that never came to be. Private keys that `kept` still uses
 * (by reference: states share them) are spared. Call it only when the log has decided.
 */
export function retire(group: MlsGroup, kept: MlsGroup | undefined): void {
  const { keySchedule, secretTree, privatePath, signaturePrivateKey } = group.state;
  forgetExports(group);
  zeroize(...Object.values(keySchedule as unknown as Record<string, Uint8Array>));
  if (kept?.state.secretTree !== secretTree) zeroize(...secretTreeValues(group.state));
  const spared = new Set<Uint8Array>(
    kept === undefined ? [] : Object.values(kept.state.privatePath.privateKeys),
  );
  for (const key of Object.values(privatePath.privateKeys)) if (!spared.has(key)) zeroize(key);
  if (kept?.state.signaturePrivateKey !== signaturePrivateKey) zeroize(signaturePrivateKey);
}

function secretTreeValues(state: ClientState): Uint8Array[] {
  // The library's own list has holes.
  return allSecretTreeValues(state.secretTree).filter(
    (value) => (value as Uint8Array | undefined) !== undefined,
  );
}
