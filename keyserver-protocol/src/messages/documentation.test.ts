import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exampleClientMessages, exampleServerMessages } from "./exampleMessages.ts";
import {
  clientTypeNumbers,
  encodeClientMessage,
  encodeServerMessage,
  errorNumbers,
  MAX_APPLICATION_BYTES,
  MAX_COMMIT_BYTES,
  MAX_KNOCK_BYTES,
  MAX_MAILBOX_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_POST_BYTES,
  serverTypeNumbers,
} from "./index.ts";

const page = readFileSync(new URL("../../../docs/protocol-keyserver.md", import.meta.url), "utf8");

/** The cells of each row of each table. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.split("|").slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim().replaceAll("`", "")));

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("docs/protocol-keyserver.md", () => {
  it("has the vectors that the code makes", () => {
    const block = /```vectors\n(.*?)```/s.exec(page)?.[1] ?? "";
    const documented = block
      .trim()
      .split("\n")
      .map((line) => line.split(/ +/));
    expect(documented).toEqual([
      ...exampleClientMessages.map((message) => [message.type, hex(encodeClientMessage(message))]),
      ...exampleServerMessages.map((message) => [message.type, hex(encodeServerMessage(message))]),
    ]);
  });

  it.each(Object.entries({ ...clientTypeNumbers, ...serverTypeNumbers }))(
    "has the type of %s",
    (name, number) => {
      const documented = rows.filter((cells) => cells[1] === name).map((cells) => cells[0]);
      expect(documented).toEqual([hex(Uint8Array.of(number))]);
    },
  );

  it("has every error under its number", () => {
    const documented = rows
      .filter((cells) => cells[1]?.startsWith("keyserver/"))
      .map(([code, name]) => [name, Number(code)]);
    expect(Object.fromEntries(documented)).toEqual(errorNumbers);
  });

  it("has the bounds of the code", () => {
    const bytes = (what: string) => rows.find(([first]) => first === what)?.[1]?.replaceAll(",", "");
    expect({
      commit: bytes("blob of append, of a commit"),
      application: bytes("blob of publish, knock"),
      post: bytes("blob of post, mail"),
      mailbox: bytes("blob of mailboxCreate, mailbox"),
      message: bytes("a whole message"),
    }).toEqual({
      commit: String(MAX_COMMIT_BYTES),
      application: String(MAX_APPLICATION_BYTES),
      post: String(MAX_POST_BYTES),
      mailbox: String(MAX_MAILBOX_BYTES),
      message: String(MAX_MESSAGE_BYTES),
    });
    expect(MAX_KNOCK_BYTES).toBe(MAX_APPLICATION_BYTES);
  });
});
