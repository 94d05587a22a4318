import { toBase64Url } from "@sotto/shared/codec";

/** A device key as the key of a map. It is public: comparing it needs no constant time. */
export function deviceName(devicePublicKey: Uint8Array): string {
  return toBase64Url(devicePublicKey);
}

/** Names of many devices, to look one up. */
export function deviceNames(devicePublicKeys: readonly Uint8Array[]): ReadonlySet<string> {
  return new Set(devicePublicKeys.map(deviceName));
}
