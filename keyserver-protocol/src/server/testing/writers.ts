import { ed25519 } from "@noble/curves/ed25519.js";
import { asEpoch, type CapabilityHash, type GroupId } from "@sotto/shared/ids";
import {
  applicationContent,
  commitContent,
  compareKeys,
  toSequence,
  type ApplicationMark,
  type CommitClaims,
  type CommitMark,
  type WriterKey,
} from "../../messages/index.ts";
import { groupId, hashOf } from "./fixtures.ts";

/** Enough that tests may write with another each time. */
const COUNT = 128;

const pairs = Array.from({ length: COUNT }, (_, index) => {
  const secret = new Uint8Array(32).fill(index + 1);
  return { secret, key: ed25519.getPublicKey(secret) };
}).sort((a, b) => compareKeys(a.key, b.key));

/** Keys of those who may write to the logs of tests, in order. */
export const writers: readonly WriterKey[] = pairs.map(({ key }) => key);

export interface Marking extends Partial<CommitClaims> {
  /** Which of `writers` signs. */
  readonly by?: number;
  readonly group?: GroupId;
  /** Hash of the epoch's capability, if it is not the one that tests use. */
  readonly under?: CapabilityHash;
}

/** What a commit of a test tells the log: the capability that tests use in the next epoch, and no change of writers. */
export function commitMark(epoch: number, blob: Uint8Array, marking: Marking = {}): CommitMark {
  const { by = 0, group = groupId, under = hashOf(epoch), ...given } = marking;
  const claims = {
    instead: toSequence(0),
    nextCapabilityHash: hashOf(epoch + 1),
    added: [],
    removed: [],
    ...given,
  };
  const place = { groupId: group, epoch: asEpoch(epoch), capabilityHash: under };
  return { ...claims, ...signedBy(by, commitContent(place, claims, blob)) };
}

export function messageMark(
  epoch: number,
  blob: Uint8Array,
  after: number,
  by = 0,
  under = hashOf(epoch),
): ApplicationMark {
  const place = { groupId, epoch: asEpoch(epoch), capabilityHash: under };
  const content = applicationContent(place, toSequence(after), blob);
  return { after: toSequence(after), ...signedBy(by, content) };
}

function signedBy(index: number, content: Uint8Array): { writer: WriterKey; signature: Uint8Array } {
  const pair = pairs[index];
  if (pair === undefined) throw new RangeError("no such writer");
  return { writer: pair.key, signature: ed25519.sign(content, pair.secret) };
}
