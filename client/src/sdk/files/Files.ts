import { bytesEqualConstantTime, SottoError, toBase64Url } from "@sotto/shared/codec";
import type { Chat } from "../chat/index.ts";
import type { CallDataFacet } from "../data/index.ts";
import { SdkError } from "../SdkError.ts";
import {
  decodeFileMessage,
  encodeFileMessage,
  FILE_ID_BYTES,
  FILE_TOPIC,
  type FileMessage,
  fittingName,
  MOST_CHUNK_BYTES,
} from "./fileMessage.ts";
import { safeFileName } from "./fileName.ts";

/** Largest file, bytes: it is sent to everybody at once and lies in everybody's memory. */
export const MOST_FILE_BYTES = 10 * 1024 * 1024;
/** All files of others that are kept in memory, bytes; then no more are taken. */
const MOST_KEPT_BYTES = 128 * 1024 * 1024;
/** Files that one sender may have on the way. */
const MOST_COMING = 4;

/** A file on its way to us. */
interface Coming {
  readonly from: string;
  readonly size: number;
  readonly hash: Uint8Array;
  readonly content: Uint8Array<ArrayBuffer>;
  received: number;
}

/** Sends files to everybody in the call, and puts together what comes. Each is a message of the chat. */
export class Files {
  readonly #data: CallDataFacet;
  readonly #chat: Chat;
  readonly #nameOf: (participantKey: string) => string | undefined;
  readonly #coming = new Map<string, Coming>();
  readonly #unlisten: () => void;
  #kept = 0;
  #isOver = false;

  /** `nameOf` is the name of a member, or undefined for nobody. */
  constructor(data: CallDataFacet, chat: Chat, nameOf: (participantKey: string) => string | undefined) {
    this.#data = data;
    this.#chat = chat;
    this.#nameOf = nameOf;
    this.#unlisten = data.on(FILE_TOPIC, (from, bytes) => this.#heard(from, bytes));
  }

  /**
   * Sends a file. It is in the chat at once, with how far it is.
   * @throws SdkError `file/empty`, `file/too-large`, or why it did not get there
   */
  async send(file: Blob, name: string): Promise<void> {
    if (file.size === 0) throw new SdkError("file/empty", "there is nothing in this file");
    if (file.size > MOST_FILE_BYTES) throw new SdkError("file/too-large", "this file is too large");
    const idBytes = crypto.getRandomValues(new Uint8Array(FILE_ID_BYTES));
    const id = toBase64Url(idBytes);
    const { size } = file;
    this.#chat.addOwnFile(id, { name: safeFileName(name), size, done: 0, state: "moving", content: file });
    try {
      const content = new Uint8Array(await file.arrayBuffer());
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
      await this.#say({ type: "offer", id: idBytes, size, hash, name: fittingName(name) });
      for (let at = 0; at < size; at += MOST_CHUNK_BYTES) {
        if (this.#isOver) throw new SdkError("member/ended", "the call is over");
        const bytes = content.subarray(at, at + MOST_CHUNK_BYTES);
        await this.#say({ type: "chunk", id: idBytes, at, bytes });
        this.#chat.fileMoved(id, { done: at + bytes.length });
      }
      this.#chat.fileMoved(id, { state: "here" });
    } catch (error) {
      this.#chat.fileMoved(id, { state: "failed" });
      this.#say({ type: "givenUp", id: idBytes }).catch(() => undefined);
      throw error;
    }
  }

  /** Gives up what came from members who are gone. */
  keepOnly(participantKeys: ReadonlySet<string>): void {
    for (const [key, { from }] of [...this.#coming]) if (!participantKeys.has(from)) this.#fail(key);
  }

  close(): void {
    this.#isOver = true;
    this.#unlisten();
    this.#coming.clear();
  }

  #say(message: FileMessage): Promise<void> {
    return this.#data.send(FILE_TOPIC, encodeFileMessage(message));
  }

  #heard(from: string, bytes: Uint8Array): void {
    let message: FileMessage;
    try {
      message = decodeFileMessage(bytes);
    } catch (error) {
      // What is not of this protocol changes nothing.
      if (error instanceof SottoError) return;
      throw error;
    }
    // An id is its sender's: nobody adds to another's file.
    const key = `${from} ${toBase64Url(message.id)}`;
    const coming = this.#coming.get(key);
    switch (message.type) {
      case "offer":
        if (coming === undefined) this.#offered(from, key, message);
        return;
      case "chunk":
        if (coming !== undefined) this.#chunk(key, coming, message);
        return;
      case "givenUp":
        if (coming !== undefined) this.#fail(key);
    }
  }

  #offered(from: string, key: string, { size, hash, name }: FileMessage & { type: "offer" }): void {
    const displayName = this.#nameOf(from);
    if (displayName === undefined || size === 0 || size > MOST_FILE_BYTES) return;
    const file = { name: safeFileName(name), size, done: 0 };
    const theirs = [...this.#coming.values()].filter((other) => other.from === from).length;
    const isTaken = theirs < MOST_COMING && this.#kept + size <= MOST_KEPT_BYTES;
    const state = isTaken ? "moving" : "failed";
    const isNew = this.#chat.addFileFrom(key, { from, name: displayName }, { ...file, state });
    if (!isNew || !isTaken) return;
    this.#kept += size;
    this.#coming.set(key, { from, size, hash: hash.slice(), content: new Uint8Array(size), received: 0 });
  }

  #chunk(key: string, coming: Coming, { at, bytes }: FileMessage & { type: "chunk" }): void {
    // In order and without a gap, or not at all.
    if (at !== coming.received || at + bytes.length > coming.size) {
      this.#fail(key);
      return;
    }
    coming.content.set(bytes, at);
    coming.received += bytes.length;
    this.#chat.fileMoved(key, { done: coming.received });
    if (coming.received < coming.size) return;
    this.#coming.delete(key);
    void this.#check(key, coming);
  }

  async #check(key: string, { content, hash, size }: Coming): Promise<void> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    if (bytesEqualConstantTime(digest, hash)) {
      // Never of a type that a browser would show: it is saved, and nothing else.
      const blob = new Blob([content], { type: "application/octet-stream" });
      this.#chat.fileMoved(key, { state: "here", content: blob });
      return;
    }
    this.#kept -= size;
    this.#chat.fileMoved(key, { state: "failed" });
  }

  #fail(key: string): void {
    this.#kept -= this.#coming.get(key)?.size ?? 0;
    this.#coming.delete(key);
    this.#chat.fileMoved(key, { state: "failed" });
  }
}
