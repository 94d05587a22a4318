import { CodecError } from "@sotto/shared/codec";
import { asCapability, asCapabilityHash, asEpoch, asGroupId, asMailboxId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { exampleClientMessages, exampleServerMessages } from "./exampleMessages.ts";
import {
  changedWriters,
  clientTypeNumbers,
  decodeClientMessage,
  decodeServerMessage,
  encodeClientMessage,
  encodeServerMessage,
  isWriterIn,
  KeyserverError,
  MAX_APPLICATION_BYTES,
  MAX_CONFLICT_ENTRIES,
  MAX_MESSAGE_BYTES,
  MAX_POST_BYTES,
  MAX_WRITERS,
  requestIdOf,
  serverTypeNumbers,
  toSequence,
  type ApplicationEntry,
  type LogEntry,
} from "./index.ts";

const groupId = asGroupId(new Uint8Array(16).fill(1));
const capability = asCapability(new Uint8Array(32).fill(2));
const authorship = { writer: new Uint8Array(32), signature: new Uint8Array(64) };
const published = {
  type: "publish",
  requestId: 1,
  groupId,
  epoch: asEpoch(1),
  capability,
  mark: { after: toSequence(1), ...authorship },
} as const;

function codecCode(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CodecError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("messages", () => {
  it("has an example of every type", () => {
    expect(exampleClientMessages.map(({ type }) => type)).toEqual(Object.keys(clientTypeNumbers));
    expect(exampleServerMessages.map(({ type }) => type)).toEqual(Object.keys(serverTypeNumbers));
  });

  it.each(exampleClientMessages)("reads back $type as it was written", (message) => {
    expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message);
  });

  it.each(exampleServerMessages)("reads back $type as it was written", (message) => {
    expect(decodeServerMessage(encodeServerMessage(message))).toEqual(message);
  });

  it.each(exampleClientMessages)("refuses $type cut anywhere or with a byte too many", (message) => {
    const bytes = encodeClientMessage(message);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(codecCode(() => decodeClientMessage(bytes.subarray(0, length)))).toBe("codec/truncated");
    }
    expect(codecCode(() => decodeClientMessage(Uint8Array.of(...bytes, 0)))).toBe("codec/trailing");
  });

  it.each(exampleServerMessages)("refuses $type cut anywhere or with a byte too many", (message) => {
    const bytes = encodeServerMessage(message);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(codecCode(() => decodeServerMessage(bytes.subarray(0, length)))).toBe("codec/truncated");
    }
    expect(codecCode(() => decodeServerMessage(Uint8Array.of(...bytes, 0)))).toBe("codec/trailing");
  });

  it("refuses a changed byte or reads one other message with one encoding: never two for the same meaning", () => {
    for (const message of exampleClientMessages) {
      const bytes = encodeClientMessage(message);
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ 0x81;
        let read;
        try {
          read = decodeClientMessage(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(CodecError);
          continue;
        }
        expect(encodeClientMessage(read)).toEqual(changed);
      }
    }
  });

  it("refuses another version, an unknown type, request id 0 and a message of the other direction", () => {
    const ping = encodeClientMessage({ type: "ping", requestId: 9 });
    for (const [at, value] of [
      [0, 2],
      [1, 0x7f],
      [1, serverTypeNumbers.ok],
      [5, 0],
    ] as const) {
      const changed = ping.slice();
      changed[at] = value;
      expect(codecCode(() => decodeClientMessage(changed))).toBe("codec/invalid");
    }
    expect(codecCode(() => decodeServerMessage(ping))).toBe("codec/invalid");
    expect(codecCode(() => encodeClientMessage({ type: "ping", requestId: 0 }))).toBe("codec/invalid");
  });

  it("holds writers and readers to the bounds", () => {
    const blob = new Uint8Array(MAX_APPLICATION_BYTES);
    const publish = encodeClientMessage({ ...published, blob });
    expect(decodeClientMessage(publish)).toMatchObject({ type: "publish", blob });
    const lengthAt = publish.length - blob.length - 3;
    const longer = new Uint8Array(publish.length + 1);
    longer.set(publish);
    longer[lengthAt + 2] = 1;
    expect(codecCode(() => decodeClientMessage(longer))).toBe("codec/too-large");
    const tooLarge = new Uint8Array(MAX_APPLICATION_BYTES + 1);
    expect(() => encodeClientMessage({ ...published, blob: tooLarge })).toThrow(KeyserverError);
  });

  it("refuses lists of writers that are out of order, say one twice, or are too long", () => {
    const key = (byte: number) => new Uint8Array(32).fill(byte);
    const listed = (writers: Uint8Array[]) =>
      encodeClientMessage({
        type: "createGroup",
        requestId: 1,
        groupId,
        epoch: asEpoch(0),
        capabilityHash: asCapabilityHash(key(1)),
        writers,
      });
    for (const writers of [
      [key(2), key(1)],
      [key(1), key(1)],
    ])
      expect(codecCode(() => decodeClientMessage(listed(writers)))).toBe("codec/invalid");
    const many = Array.from({ length: MAX_WRITERS + 1 }, (_, index) => {
      const one = key(0);
      new DataView(one.buffer).setUint16(0, index);
      return one;
    });
    expect(codecCode(() => listed(many))).toBe("codec/invalid");
    const most = listed(many.slice(1));
    expect(decodeClientMessage(most)).toMatchObject({ writers: many.slice(1) });
    const countAt = most.length - MAX_WRITERS * 32 - 2;
    const more = Uint8Array.of(...most, ...key(255));
    new DataView(more.buffer).setUint16(countAt, MAX_WRITERS + 1);
    expect(codecCode(() => decodeClientMessage(more))).toBe("codec/too-large");
  });

  it("changes lists of writers without regard to order and repetition", () => {
    const [a, b, c, d] = [1, 2, 3, 4].map((byte) => new Uint8Array(32).fill(byte)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(changedWriters([b, c], [d, a, b], [c, new Uint8Array(32)])).toEqual([a, b, d]);
    expect([isWriterIn([a, b], b), isWriterIn([a, b], c)]).toEqual([true, false]);
  });

  it("fits its longest message into the bound for a whole message", () => {
    const mailboxId = asMailboxId(new Uint8Array(16));
    const blob = new Uint8Array(MAX_POST_BYTES);
    const post = encodeClientMessage({ type: "post", requestId: 1, mailboxId, blob });
    expect(post.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
  });

  it("refuses a conflict with a gap, with a knock in it or with too many entries", () => {
    const entry = (sequence: number): ApplicationEntry => ({
      sequence: toSequence(sequence),
      kind: "application",
      epoch: asEpoch(1),
      mark: published.mark,
      blob: new Uint8Array(),
    });
    const footing = { epoch: asEpoch(2), sequence: toSequence(0) };
    const conflict = (entries: LogEntry[]) =>
      encodeServerMessage({
        type: "conflict",
        requestId: 1,
        epoch: asEpoch(2),
        entries,
        complete: true,
        footing,
      });
    expect(codecCode(() => decodeServerMessage(conflict([entry(4), entry(6)])))).toBe("codec/invalid");
    const knock = { sequence: toSequence(0), kind: "knock", epoch: asEpoch(1), blob: new Uint8Array() };
    expect(codecCode(() => decodeServerMessage(conflict([knock as unknown as LogEntry])))).toBe(
      "codec/invalid",
    );
    const many = Array.from({ length: MAX_CONFLICT_ENTRIES + 1 }, (_, index) => entry(index + 1));
    expect(codecCode(() => conflict(many))).toBe("codec/invalid");
  });

  it("tells the request id of a message whose body it can not read", () => {
    const bytes = encodeClientMessage({ type: "ping", requestId: 0x01020304 });
    expect(requestIdOf(Uint8Array.of(...bytes, 1, 2, 3))).toBe(0x01020304);
    expect(requestIdOf(bytes.subarray(0, 5))).toBe(0);
  });
});
