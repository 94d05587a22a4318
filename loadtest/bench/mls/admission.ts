import {
  createGroup,
  generateKeyPackage,
  generateLeafKey,
  processCommit,
  readCommit,
  type MlsGroup,
  type MlsSuite,
} from "@sotto/keyserver-protocol/member/mls";
import { Crowd } from "@sotto/keyserver-protocol/member/mls/testing";
import {
  createGroupInfoWithExternalPubAndRatchetTree,
  emptyPskIndex,
  encodeMlsMessage,
  joinGroupExternal,
  processPublicMessage,
} from "ts-mls";
import { encodeGroupInfo } from "ts-mls/groupInfo.js";
import { timed } from "../timing.ts";
import { checkLikeACall, identityOf, random } from "./identities.ts";

const BATCH = 16;

/** One way of letting everybody in, and what it costs the member that was there first. */
export interface AdmissionMeasurement {
  readonly suite: string;
  readonly way: "batches" | "external commits";
  readonly members: number;
  readonly epochs: number;
  /** All commits together, which every member gets. */
  readonly commitBytes: number;
  /** What a joiner at the end needs to begin: its Welcome or a GroupInfo, with the tree. */
  readonly entryBytes: number;
  /** Time that the first member spent to follow, ms. */
  readonly followMs: number;
  /** Time that all who made commits spent on it, ms. */
  readonly makeMs: number;
}

/** Joiners are let in sixteen by a commit, by the turns of a call. */
export async function admitByBatches(suite: MlsSuite, members: number): Promise<AdmissionMeasurement> {
  const crowd = await Crowd.begin(suite, identityOf, checkLikeACall);
  const total = { commitBytes: 0, followMs: 0, makeMs: 0 };
  let first = crowd.group;
  let [epochs, entryBytes] = [0, 0];
  for (let left = members - 1; left > 0; left -= BATCH, epochs += 1) {
    const committer = crowd.nextCommitter();
    const { ms, result } = await timed(() => crowd.prepare(committer, { joiners: Math.min(BATCH, left) }));
    const { message, welcome, next, adopt } = result;
    total.makeMs += ms;
    total.commitBytes += message.length;
    entryBytes = welcome?.length ?? 0;
    if (committer === 0) first = next;
    else {
      const followed = await timed(() => processCommit(first, readCommit(message), () => undefined));
      if (followed.result.kind !== "next") throw new Error("the first member was removed");
      first = followed.result.next;
      total.followMs += followed.ms;
    }
    adopt();
  }
  return { suite: suite.name, way: "batches", members, epochs, entryBytes, ...total };
}

/** Each joiner lets itself in (RFC 9420 §12.4.3.2), one after the other, from a GroupInfo of the epoch before. */
export async function admitByExternalCommits(
  suite: MlsSuite,
  members: number,
): Promise<AdmissionMeasurement> {
  const { impl } = suite;
  const own = await generateKeyPackage(suite, identityOf(0), generateLeafKey(random));
  let first: MlsGroup = await createGroup(suite, random(16), own, new Uint8Array(), checkLikeACall);
  const { clientConfig } = first.state;
  const total = { commitBytes: 0, followMs: 0, makeMs: 0 };
  let entryBytes = 0;
  for (let number = 1; number < members; number += 1) {
    const joiner = await generateKeyPackage(suite, identityOf(number), generateLeafKey(random));
    const info = await createGroupInfoWithExternalPubAndRatchetTree(first.state, [], impl);
    entryBytes = encodeGroupInfo(info).length;
    const made = await timed(() =>
      joinGroupExternal(
        info,
        joiner.publicPackage,
        joiner.privatePackage,
        false,
        impl,
        undefined,
        clientConfig,
      ),
    );
    const { publicMessage } = made.result;
    total.makeMs += made.ms;
    total.commitBytes += encodeMlsMessage({
      version: "mls10",
      wireformat: "mls_public_message",
      publicMessage,
    }).length;
    const followed = await timed(() => processPublicMessage(first.state, publicMessage, emptyPskIndex, impl));
    total.followMs += followed.ms;
    first = { suite, state: { ...followed.result.newState, historicalReceiverData: new Map() } };
  }
  return { suite: suite.name, way: "external commits", members, epochs: members - 1, entryBytes, ...total };
}
