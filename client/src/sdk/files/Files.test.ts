import { describe, expect, it } from "vitest";
import { Chat } from "../chat/index.ts";
import type { CallDataFacet, DataListener } from "../data/index.ts";
import { KeyQuestions } from "../KeyQuestions.ts";
import { encodeFileMessage, FILE_TOPIC, MOST_CHUNK_BYTES } from "./fileMessage.ts";
import { safeFileName } from "./fileName.ts";
import { Files, MOST_FILE_BYTES } from "./Files.ts";

/** One member's end; what it sends is handed to the others, as the data channel does. */
class End {
  readonly sent: Uint8Array[] = [];
  readonly others: End[] = [];
  readonly chat: Chat;
  readonly files: Files;
  readonly name: string;
  broken = false;
  #listener: DataListener = () => undefined;

  constructor(name: string) {
    this.name = name;
    const data: CallDataFacet = {
      send: async (topic, bytes) => {
        if (this.broken) throw new Error("no way");
        expect(topic).toBe(FILE_TOPIC);
        expect(bytes.length).toBeLessThanOrEqual(60 * 1024);
        this.sent.push(bytes);
        for (const other of this.others) other.hear(name, bytes);
      },
      on: (_topic, listener) => {
        this.#listener = listener;
        return () => undefined;
      },
    };
    this.chat = new Chat(
      new KeyQuestions(() => undefined),
      () => ({ from: name, name }),
      () => undefined,
      (file, fileName) => this.files.send(file, fileName),
    );
    this.files = new Files(data, this.chat, (key) => (key === "nobody" ? undefined : key));
  }

  hear(from: string, bytes: Uint8Array): void {
    this.#listener(from, bytes);
  }
}

function pair(): [End, End] {
  const [ana, ben] = [new End("Ana"), new End("Ben")];
  ana.others.push(ben);
  return [ana, ben];
}

const id = new Uint8Array(16).fill(9);
const hash = new Uint8Array(32);

async function settled(end: End, count: number): Promise<void> {
  await expect
    .poll(() => end.chat.messages.filter(({ file }) => file?.state !== "moving").length)
    .toBe(count);
}

describe("files", () => {
  it("come as they were sent, in pieces, and of no type that would be shown", async () => {
    const [ana, ben] = pair();
    const content = new Uint8Array(3 * MOST_CHUNK_BYTES + 5).map((_, at) => at % 251);
    await ana.chat.sendFile(new Blob([content], { type: "text/html" }), "page.html");
    expect(ana.sent).toHaveLength(5);
    await settled(ben, 1);
    const [message] = ben.chat.messages;
    expect(message).toMatchObject({ from: "Ana", mine: false, failed: false });
    expect(message?.file).toMatchObject({ name: "page.html", size: content.length, state: "here" });
    expect(message?.file?.content?.type).toBe("application/octet-stream");
    expect(new Uint8Array((await message?.file?.content?.arrayBuffer()) ?? [])).toEqual(content);
    expect(ana.chat.messages[0]).toMatchObject({ mine: true, file: { state: "here", done: content.length } });
  });

  it("that are empty or too large are not sent", async () => {
    const [ana] = pair();
    const large = { size: MOST_FILE_BYTES + 1 } as Blob;
    await expect(ana.chat.sendFile(large, "a")).rejects.toMatchObject({ code: "file/too-large" });
    await expect(ana.chat.sendFile(new Blob([]), "a")).rejects.toMatchObject({ code: "file/empty" });
    expect(ana.sent).toEqual([]);
  });

  it("that do not get through say so on both sides", async () => {
    const [ana, ben] = pair();
    ben.hear("Ana", encodeFileMessage({ type: "offer", id, size: 5, hash, name: "a" }));
    ben.files.keepOnly(new Set(["Ben"]));
    expect(ben.chat.messages[0]).toMatchObject({ failed: true, file: { state: "failed" } });
    ana.broken = true;
    await expect(ana.chat.sendFile(new Blob(["x"]), "b")).rejects.toThrow("no way");
    expect(ana.chat.messages[0]).toMatchObject({ failed: true });
  });

  it.each([
    ["a gap", [{ type: "chunk", id, at: 2, bytes: new Uint8Array(3) }]],
    ["more than was said", [{ type: "chunk", id, at: 0, bytes: new Uint8Array(6) }]],
    ["another content than was said", [{ type: "chunk", id, at: 0, bytes: new Uint8Array(5) }]],
    ["an early end", [{ type: "givenUp", id }]],
  ] as const)("with %s are not given out", async (_, messages) => {
    const [, ben] = pair();
    ben.hear("Ana", encodeFileMessage({ type: "offer", id, size: 5, hash, name: "a" }));
    for (const message of messages) ben.hear("Ana", encodeFileMessage(message));
    await settled(ben, 1);
    expect(ben.chat.messages[0]?.file).toMatchObject({ state: "failed" });
    expect(ben.chat.messages[0]?.file?.content).toBeUndefined();
  });

  it("take pieces from their sender only, and nothing from who is not there", () => {
    const [, ben] = pair();
    const offer = encodeFileMessage({ type: "offer", id, size: 5, hash, name: "a" });
    ben.hear("nobody", offer);
    expect(ben.chat.messages).toEqual([]);
    ben.hear("Ana", offer);
    ben.hear("Eve", encodeFileMessage({ type: "chunk", id, at: 0, bytes: new Uint8Array(5) }));
    expect(ben.chat.messages[0]?.file).toMatchObject({ done: 0, state: "moving" });
  });

  it("fill no memory: few at a time of one sender, none too large, and junk does nothing", () => {
    const [, ben] = pair();
    for (let number = 0; number < 6; number++) {
      const other = new Uint8Array(16).fill(number);
      const offer = { type: "offer", id: other, size: MOST_FILE_BYTES, hash, name: "a" } as const;
      ben.hear("Ana", encodeFileMessage(offer));
    }
    const states = ben.chat.messages.map(({ file }) => file?.state);
    expect(states).toEqual(["moving", "moving", "moving", "moving", "failed", "failed"]);
    ben.hear("Eve", encodeFileMessage({ type: "offer", id, size: MOST_FILE_BYTES + 1, hash, name: "a" }));
    for (const junk of [[], [1], [2, ...id, 0, 0, 0, 0], [9, ...id], [3, ...id, 0]]) {
      ben.hear("Eve", Uint8Array.from(junk));
    }
    expect(ben.chat.messages).toHaveLength(6);
  });
});

describe("file names", () => {
  it.each([
    ["holiday.jpg", "holiday.jpg"],
    ["photo\u202Egpj.exe", "photogpj.exe"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\Windows\\a.dll", "C__Windows_a.dll"],
    ["a\r\nb\u0000.txt", "ab.txt"],
    [".bashrc", "bashrc"],
    ["con.txt", "_con.txt"],
    ["<img src=x onerror=alert(1)>", "_img src=x onerror=alert(1)_"],
    ["\u200B\u2066", "file"],
  ])("are made safe: %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it("are cut, and keep their ending", () => {
    const cut = safeFileName(`${"x".repeat(10_000)}.pdf`);
    expect([...cut]).toHaveLength(80);
    expect(cut).toMatch(/…\.pdf$/);
  });
});
