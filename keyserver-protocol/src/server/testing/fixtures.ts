import {
  asCapability,
  asGroupId,
  asMailboxId,
  asMailboxToken,
  capabilityHash,
  type Capability,
  type CapabilityHash,
  type GroupId,
  type MailboxId,
  type MailboxToken,
} from "@sotto/shared/ids";
import { KeyserverCore } from "../keyserverCore.ts";
import { defaultLimits, type Limits } from "../limits.ts";
import { memoryStorage, type Storage } from "../storage/index.ts";
import { VirtualClock } from "./virtualClock.ts";

export const groupId: GroupId = asGroupId(new Uint8Array(16).fill(1));
export const otherGroupId: GroupId = asGroupId(new Uint8Array(16).fill(2));
export const mailboxId: MailboxId = asMailboxId(new Uint8Array(16).fill(3));
export const token: MailboxToken = asMailboxToken(new Uint8Array(32).fill(4));

/** The capability that tests use in an epoch. */
export function capabilityOf(epoch: number): Capability {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, epoch);
  return asCapability(bytes);
}

export function hashOf(epoch: number): CapabilityHash {
  return capabilityHash(capabilityOf(epoch));
}

export function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export interface TestServer {
  readonly core: KeyserverCore;
  readonly storage: Storage;
  readonly clock: VirtualClock;
  readonly failures: unknown[];
}

/** A core on that store and a virtual clock, with what a test changes of the limits. */
export function serverOn(storage: Storage, changes: Partial<Limits> = {}): TestServer {
  const limits = { ...defaultLimits, ...changes };
  const clock = new VirtualClock();
  const failures: unknown[] = [];
  const core = new KeyserverCore({ storage, limits, clock, reportFailure: (error) => failures.push(error) });
  return { core, storage, clock, failures };
}

/** The same on a memory store of its own. */
export function testServer(changes: Partial<Limits> = {}): TestServer {
  return serverOn(memoryStorage({ ...defaultLimits, ...changes }.storage), changes);
}
