import { describe, expect, it } from "vitest";
import { draw, textOf } from "../fixtures/render.tsx";
import { Left } from "./Left.tsx";
import { Problem } from "./Problem.tsx";
import { Unsupported } from "./Unsupported.tsx";

const nothing = () => undefined;

describe("Problem", () => {
  it("says in plain words that a link is incomplete, without codes", () => {
    const text = textOf(draw(<Problem code="link/incomplete" />));
    expect(text).toContain("This link is incomplete – ask for it again.");
    expect(text).not.toContain("Code:");
  });

  it("names the code of an error that has no words", () => {
    expect(textOf(draw(<Problem code="member/odd" onTryAgain={nothing} />))).toContain("Code: member/odd");
  });
});

describe("Left", () => {
  it("offers to rejoin and a new call, and says why if it was not one's own doing", () => {
    const left = draw(<Left onRejoin={nothing} onNewCall={nothing} />);
    expect(left).toContain("rejoin-button");
    expect(left).toContain("new-call-button");
    const removed = draw(<Left reason="call/removed" onRejoin={nothing} onNewCall={nothing} />);
    expect(textOf(removed)).toContain("You were removed from the call");
    const replaced = draw(<Left reason="call/replaced" onRejoin={nothing} onNewCall={nothing} />);
    expect(textOf(replaced)).toContain("The call goes on in another tab");
  });
});

describe("Unsupported", () => {
  it("names browsers that work and what is missing", () => {
    const text = textOf(draw(<Unsupported link="https://x.example/#/r/" missing={["encoded transforms"]} />));
    expect(text).toContain("Chrome, Edge, Brave, and Firefox");
    expect(text).toContain("Missing: encoded transforms");
  });

  it("blames the address, not the browser, on an insecure page", () => {
    const text = textOf(draw(<Unsupported link="http://x.example/#/r/" missing={["secure-context"]} />));
    expect(text).toContain("https://");
    expect(text).not.toContain("Firefox");
  });
});
