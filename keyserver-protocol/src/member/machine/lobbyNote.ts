import { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { MailboxId } from "@sotto/shared/ids";
import type { LobbyNote, RandomBytes } from "../api.ts";
import { openBlob, sealBlob } from "../seal/index.ts";

const VERSION = 1;
const states = ["waiting", "refused", "locked", "full", "banned"] as const satisfies LobbyNote[];

/** Tells a joiner why it is not in the call: what lies under the seal. */
export function encodeLobbyNote(state: LobbyNote): Uint8Array {
  return new ByteWriter().u8(VERSION).u8(states.indexOf(state)).finish();
}

/** Seals a note for a joiner's private mailbox. */
export function sealLobbyNote(
  key: Uint8Array,
  id: MailboxId,
  state: LobbyNote,
  random: RandomBytes,
): Uint8Array {
  return sealBlob(key, { kind: "note", id }, encodeLobbyNote(state), random);
}

/** Opens what came to a private mailbox; undefined if it is not a note. */
export function openLobbyNote(key: Uint8Array, id: MailboxId, blob: Uint8Array): LobbyNote | undefined {
  try {
    const reader = new ByteReader(openBlob(key, { kind: "note", id }, blob));
    const state = reader.u8() === VERSION ? states[reader.u8()] : undefined;
    reader.end();
    return state;
  } catch {
    return undefined;
  }
}
