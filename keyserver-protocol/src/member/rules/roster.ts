import { participantId, type CallSecret, type LeafIndex, type ParticipantId } from "@sotto/shared/ids";
import type { RosterEntry } from "../api.ts";
import { decodeCredential, personKeysOf, type Credential } from "../credential/index.ts";
import { leavesOf, ownLeaf, type MlsGroup } from "../mls/index.ts";
import { roleOf, type Standing } from "./roles.ts";

/** A member as the tree has it: all that the rules and the people list need. */
export interface RosterMember {
  readonly leaf: LeafIndex;
  readonly credential: Credential;
  readonly leafPublicKey: Uint8Array;
  readonly hpkePublicKey: Uint8Array;
  readonly hasCommitted: boolean;
  readonly participantId: ParticipantId;
}

/** What a leaf says of its member does not change while they stay; and their leaf key is the same object as long. */
const known = new WeakMap<Uint8Array, Pick<RosterMember, "credential" | "participantId"> & Source>();

interface Source {
  readonly identity: Uint8Array;
  readonly callSecret: CallSecret;
}

/** Everybody in the tree, in order of leaves. The credentials were verified when their leaves were let in. */
export function rosterOf(group: MlsGroup, callSecret: CallSecret): RosterMember[] {
  return leavesOf(group).map(({ leaf, identity, leafPublicKey, hpkePublicKey, hasCommitted }) => {
    let member = known.get(leafPublicKey);
    if (member?.identity !== identity || member.callSecret !== callSecret) {
      const credential = decodeCredential(identity);
      member = { credential, participantId: participantId(callSecret, leafPublicKey), identity, callSecret };
      known.set(leafPublicKey, member);
    }
    const { credential, participantId: id } = member;
    return { leaf, credential, leafPublicKey, hpkePublicKey, hasCommitted, participantId: id };
  });
}

/** The roster in the words of the session's events. */
export async function rosterEntries(
  group: MlsGroup,
  roster: readonly RosterMember[],
  standing: Standing,
): Promise<RosterEntry[]> {
  const self = ownLeaf(group);
  const personKeys = await personKeysOf(roster.map(({ credential }) => credential));
  return roster.map(({ leaf, credential, participantId: id }, index) => ({
    leaf,
    participantId: id,
    displayName: credential.displayName,
    devicePublicKey: credential.devicePublicKey.slice(),
    personKey: personKeys[index] ?? credential.devicePublicKey.slice(),
    isSelf: leaf === self,
    role: roleOf(standing, leaf),
  }));
}
