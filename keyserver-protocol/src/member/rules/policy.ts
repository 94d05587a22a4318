import { ByteReader, ByteWriter, SottoError } from "@sotto/shared/codec";
import type { CallPolicy } from "../api.ts";
import { deviceName } from "./deviceName.ts";

/** What the group itself says about who may do what. Every member reads it from the GroupContext. */
export type Policy = CallPolicy;

/** First byte of the extension. A member refuses a call whose policy it can not read. */
const VERSION = 2;
const KEY_BYTES = 32;
const LOBBY_FLAG = 1;
const LOCKED_FLAG = 2;

/** More than anybody can keep in mind, and 2 KB in every Welcome. */
export const MAX_HOSTS = 64;
/** 8 KB in every Welcome. */
export const MAX_BANNED = 256;
/** A post-quantum commit into a fresh tree of 500 is 613 KB, and the log takes no more than 1 MiB. */
export const MAX_CALL_SIZE = 500;

const sharers = ["all", "hosts"] as const satisfies Policy["share"][];
const recorders = ["all", "hosts", "nobody"] as const satisfies Policy["record"][];

/** The policy of a new call, with what its creator wants otherwise. */
export function initialPolicy(
  creatorDeviceKey: Uint8Array,
  settings: Partial<Pick<Policy, "lobby" | "locked" | "sizeLimit" | "share" | "record">> = {},
): Policy {
  return {
    hosts: [creatorDeviceKey],
    coHosts: [],
    banned: [],
    lobby: false,
    locked: false,
    sizeLimit: MAX_CALL_SIZE,
    share: "all",
    record: "all",
    ...settings,
  };
}

/** Throws what `decodePolicy` throws, for a policy that nobody could read. */
export function encodePolicy(policy: Policy): Uint8Array {
  const { hosts, coHosts, banned, lobby, locked, sizeLimit, share, record } = policy;
  const writer = new ByteWriter()
    .u8(VERSION)
    .u8((lobby ? LOBBY_FLAG : 0) | (locked ? LOCKED_FLAG : 0))
    .u16(sizeLimit)
    .u8(sharers.indexOf(share))
    .u8(recorders.indexOf(record));
  writer.u8(hosts.length);
  for (const key of hosts) writer.fixed(key, KEY_BYTES);
  writer.u8(coHosts.length);
  for (const key of coHosts) writer.fixed(key, KEY_BYTES);
  writer.u16(banned.length);
  for (const key of banned) writer.fixed(key, KEY_BYTES);
  const bytes = writer.finish();
  decodePolicy(bytes);
  return bytes;
}

/** Throws CodecError, or SottoError "policy/invalid" for another version or values out of bounds. */
export function decodePolicy(bytes: Uint8Array): Policy {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== VERSION) throw invalid("unknown policy version");
  const flags = reader.u8();
  const sizeLimit = reader.u16();
  const share = sharers[reader.u8()];
  const record = recorders[reader.u8()];
  if (flags > (LOBBY_FLAG | LOCKED_FLAG)) throw invalid("unknown flags");
  if (sizeLimit < 1 || sizeLimit > MAX_CALL_SIZE) throw invalid("size limit out of bounds");
  if (share === undefined || record === undefined) throw invalid("unknown right");
  const hosts = readKeys(reader, reader.u8(), MAX_HOSTS);
  const coHosts = readKeys(reader, reader.u8(), MAX_HOSTS);
  const banned = readKeys(reader, reader.u16(), MAX_BANNED);
  reader.end();
  if (hosts.length === 0) throw invalid("a call without a host");
  const names = [...hosts, ...coHosts, ...banned].map(deviceName);
  if (new Set(names).size < names.length) throw invalid("one device is named twice");
  return {
    hosts,
    coHosts,
    banned,
    lobby: (flags & LOBBY_FLAG) !== 0,
    locked: (flags & LOCKED_FLAG) !== 0,
    sizeLimit,
    share,
    record,
  };
}

function readKeys(reader: ByteReader, count: number, most: number): Uint8Array[] {
  if (count > most) throw invalid("too many devices");
  return Array.from({ length: count }, () => reader.fixed(KEY_BYTES));
}

function invalid(message: string): SottoError {
  return new SottoError("policy/invalid", message);
}
