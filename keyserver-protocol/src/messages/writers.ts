import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import { MAX_WRITERS, SECRET_BYTES } from "./bounds.ts";

/** Ed25519 public key of somebody who may write to a log: 32 bytes. The server knows nothing else of them. */
export type WriterKey = Uint8Array;

/** Order of two keys as strings of unsigned bytes: negative, 0 or positive. */
export function compareKeys(a: WriterKey, b: WriterKey): number {
  for (let at = 0; at < SECRET_BYTES; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a key is in a list. Everybody knows these keys. */
export function isWriterIn(list: readonly WriterKey[], key: WriterKey): boolean {
  return list.some((other) => compareKeys(other, key) === 0);
}

/** A list without repetitions, in the one order that it is written in. */
export function sortedKeys(keys: readonly WriterKey[]): WriterKey[] {
  const sorted = keys.toSorted(compareKeys);
  return sorted.filter((key, index) => index === 0 || compareKeys(key, sorted[index - 1] ?? key) !== 0);
}

/** The list after a change. What is added twice or removed without being there changes nothing. */
export function changedWriters(
  list: readonly WriterKey[],
  added: readonly WriterKey[],
  removed: readonly WriterKey[],
): WriterKey[] {
  if (added.length === 0 && removed.length === 0) return [...list];
  return sortedKeys([...list, ...added]).filter((key) => !isWriterIn(removed, key));
}

/** Throws CodecError unless the keys are in ascending order, each once, and no more than MAX_WRITERS. */
export function writeWriterList(writer: ByteWriter, keys: readonly WriterKey[]): void {
  if (keys.length > MAX_WRITERS) throw new CodecError("codec/invalid", "too many writers");
  writer.u16(keys.length);
  for (const key of keys) writer.fixed(key, SECRET_BYTES);
}

export function readWriterList(reader: ByteReader): WriterKey[] {
  const count = reader.u16();
  if (count > MAX_WRITERS) throw new CodecError("codec/too-large", "too many writers");
  const keys: WriterKey[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = reader.fixed(SECRET_BYTES);
    const previous = keys.at(-1);
    if (previous !== undefined && compareKeys(previous, key) >= 0)
      throw new CodecError("codec/invalid", "writers are in ascending order");
    keys.push(key);
  }
  return keys;
}
