import { toBase64Url } from "@sotto/shared/codec";
import type { Credential } from "./credential.ts";
import { compareKeys, isCrossSignature } from "./crossSignature.ts";

type SignedDevice = Pick<Credential, "devicePublicKey" | "crossSignatures">;

/** A device of the call, and what it carries of other devices' signatures. */
interface Device {
  readonly publicKey: Uint8Array;
  /** By the signer's key in base64url. */
  readonly signatures: Map<string, Uint8Array[]>;
}

/**
 * Which of these credentials belong to one person: for each, in order, the smallest device key among that person's
 * devices here. Two devices belong together if each carries the other's valid signature, or through a chain of such
 * pairs; one signature, a forged one, or one of a device that is not here joins nobody. A function of the
 * credentials alone.
 */
export async function personKeysOf(credentials: readonly SignedDevice[]): Promise<Uint8Array[]> {
  const devices = devicesOf(credentials);
  const group = new Map([...devices.keys()].map((name) => [name, name]));
  const headOf = (name: string): string => {
    const above = group.get(name) ?? name;
    return above === name ? name : headOf(above);
  };
  for (const [oneName, one] of devices) {
    for (const otherName of one.signatures.keys()) {
      const other = devices.get(otherName);
      // Each pair is looked at once, from its smaller key: pairs that are not mutual cost no verification.
      if (other === undefined || !other.signatures.has(oneName)) continue;
      if (compareKeys(one.publicKey, other.publicKey) > 0) continue;
      if (!(await isMutual(one, other))) continue;
      const [head, otherHead] = [headOf(oneName), headOf(otherName)];
      const [headKey, otherKey] = [devices.get(head), devices.get(otherHead)];
      if (headKey === undefined || otherKey === undefined) continue;
      if (compareKeys(headKey.publicKey, otherKey.publicKey) < 0) group.set(otherHead, head);
      else group.set(head, otherHead);
    }
  }
  return credentials.map(({ devicePublicKey }) => {
    const head = devices.get(headOf(toBase64Url(devicePublicKey)));
    return (head?.publicKey ?? devicePublicKey).slice();
  });
}

/** A device may be here twice, in two tabs, of which one joined before the devices were linked. */
function devicesOf(credentials: readonly SignedDevice[]): Map<string, Device> {
  const devices = new Map<string, Device>();
  for (const { devicePublicKey, crossSignatures } of credentials) {
    const name = toBase64Url(devicePublicKey);
    const device: Device = devices.get(name) ?? { publicKey: devicePublicKey, signatures: new Map() };
    devices.set(name, device);
    for (const { devicePublicKey: signer, signature } of crossSignatures) {
      const signerName = toBase64Url(signer);
      device.signatures.set(signerName, [...(device.signatures.get(signerName) ?? []), signature]);
    }
  }
  return devices;
}

async function isMutual(one: Device, other: Device): Promise<boolean> {
  return (await isSignedBy(one, other)) && (await isSignedBy(other, one));
}

async function isSignedBy(carrier: Device, signer: Device): Promise<boolean> {
  const signatures = carrier.signatures.get(toBase64Url(signer.publicKey)) ?? [];
  for (const signature of signatures) {
    if (await isCrossSignature(signer.publicKey, carrier.publicKey, signature)) return true;
  }
  return false;
}
