import { ByteReader, ByteWriter, SottoError } from "@sotto/shared/codec";

/** What the group itself says about who may do what. Every member reads it from the GroupContext. */
export interface Policy {
  /** Device keys that may change the policy and remove people; the creator's first. */
  readonly hosts: readonly Uint8Array[];
  /** Most members at a time. */
  readonly sizeLimit: number;
}

/** First byte of the extension. A member refuses a call whose policy it can not read. */
const VERSION = 1;
const KEY_BYTES = 32;
const MAX_HOSTS = 64;

/** A post-quantum commit into a fresh tree of 500 is 613 KB, and the log takes no more than 1 MiB. */
export const MAX_CALL_SIZE = 500;

/** The policy of a new call. */
export function initialPolicy(creatorDeviceKey: Uint8Array): Policy {
  return { hosts: [creatorDeviceKey], sizeLimit: MAX_CALL_SIZE };
}

export function encodePolicy(policy: Policy): Uint8Array {
  const writer = new ByteWriter().u8(VERSION).u16(policy.sizeLimit).u8(policy.hosts.length);
  for (const host of policy.hosts) writer.fixed(host, KEY_BYTES);
  return writer.finish();
}

/** Throws CodecError, or SottoError "policy/invalid" for another version or values out of bounds. */
export function decodePolicy(bytes: Uint8Array): Policy {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== VERSION) throw new SottoError("policy/invalid", "unknown policy version");
  const sizeLimit = reader.u16();
  const count = reader.u8();
  if (sizeLimit < 1 || sizeLimit > MAX_CALL_SIZE || count > MAX_HOSTS) {
    throw new SottoError("policy/invalid", "policy out of bounds");
  }
  const hosts = Array.from({ length: count }, () => reader.fixed(KEY_BYTES));
  reader.end();
  return { hosts, sizeLimit };
}
