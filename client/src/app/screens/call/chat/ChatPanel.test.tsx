import { describe, expect, it } from "vitest";
import type { ChatFile, ChatMessage } from "../../../../sdk/index.ts";
import { draw, textOf } from "../../../fixtures/render.tsx";
import { ChatPanel } from "./ChatPanel.tsx";

const nothing = () => undefined;

function panel(messages: readonly Partial<ChatMessage>[], onSendFile?: () => void): string {
  const all = messages.map((message, at) => ({
    ...{ id: `m${at}`, from: "key", name: "Eve", text: "", at: 1_000, mine: false, failed: false },
    ...message,
  }));
  return draw(<ChatPanel messages={all} onSend={nothing} onSendFile={onSendFile} onClose={nothing} />);
}

const file: ChatFile = {
  name: "notes.txt",
  size: 2_000,
  done: 2_000,
  state: "here",
  content: new Blob(["x"]),
};

describe("the chat", () => {
  it("shows hostile names and messages as the text that they are", () => {
    const html = panel([
      { name: '<img src=x onerror="hack()">', text: "<script>hack()</script><b onclick=hack()>b</b>" },
      { name: "Eve\u202E", text: `\u202Eneed ${"x".repeat(10_000)}` },
    ]);
    expect(html).not.toMatch(/<script|<img|<b /);
    expect(html).toContain("&lt;script&gt;hack()&lt;/script&gt;");
    expect(html).toContain("x".repeat(10_000));
    // Each name and message ends what it begins of another direction.
    expect(html).toContain("<bdi");
    expect(html.match(/<p[^>]*dir="auto"/g)).toHaveLength(2);
  });

  it("makes links of web addresses alone, which learn nothing of where they were opened", () => {
    const html = panel([
      { text: "javascript:alert(1) data:text/html,x mailto:a@b.example https://example.org/?q=%3Cb%3E" },
    ]);
    const links = html.match(/<a [^>]*>/g) ?? [];
    expect(links).toHaveLength(1);
    expect(links[0]).toContain('href="https://example.org/?q=%3Cb%3E"');
    expect(links[0]).toContain('rel="noopener noreferrer nofollow"');
  });

  it("offers a file of somebody else's to be saved once it is here, and never as a link", () => {
    const here = panel([{ file }]);
    expect(here).toContain('aria-label="Save notes.txt"');
    expect(here).not.toContain("<a ");
    expect(textOf(here)).toContain("2 kB");
    const coming = panel([{ file: { ...file, state: "moving", done: 500 } }]);
    expect(coming).toContain("<progress class");
    expect(coming).not.toContain("file-save");
    const failed = panel([{ failed: true, file: { ...file, state: "failed" } }]);
    expect(textOf(failed)).toContain("It did not arrive completely.");
    expect(failed).not.toContain("file-save");
    // What did not come from us is not ours to send again.
    expect(failed).not.toContain("chat-retry");
  });

  it("lets files be sent only where there is a way", () => {
    expect(panel([])).not.toContain("chat-attach");
    expect(panel([], nothing)).toContain("chat-attach");
    expect(panel([{ mine: true, failed: true, file: { ...file, state: "failed" } }], nothing)).toContain(
      "chat-retry",
    );
  });
});
