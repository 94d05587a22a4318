import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import { MAX_APPLICATION_BYTES, MAX_COMMIT_BYTES, MAX_KNOCK_BYTES } from "./bounds.ts";

/** What an entry is: commits and application messages share the log, a knock is only passed on. */
export type EntryKind = "commit" | "application" | "knock";

const kindCodes = { commit: 1, application: 2, knock: 3 } as const satisfies Record<EntryKind, number>;

/** Longest blob an entry of this kind may carry, in bytes. */
export const maxBlobBytes: Readonly<Record<EntryKind, number>> = {
  commit: MAX_COMMIT_BYTES,
  application: MAX_APPLICATION_BYTES,
  knock: MAX_KNOCK_BYTES,
};

export function encodeEntryKind(writer: ByteWriter, kind: EntryKind): void {
  writer.u8(kindCodes[kind]);
}

/** Throws CodecError "codec/invalid" for a number that names no kind. */
export function decodeEntryKind(reader: ByteReader): EntryKind {
  const code = reader.u8();
  for (const kind of ["commit", "application", "knock"] as const) if (kindCodes[kind] === code) return kind;
  throw new CodecError("codec/invalid", "unknown entry kind");
}
