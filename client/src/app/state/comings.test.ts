import { describe, expect, it } from "vitest";
import { aPerson, oneself } from "../fixtures/people.ts";
import { attendance, comings, shortList } from "./comings.ts";

const mara = oneself("Mara");
const ana = aPerson("Ana");
const ben = aPerson("Ben");

describe("comings and goings", () => {
  it("name who joined and who left, never oneself", () => {
    expect(comings(attendance([ana]), attendance([mara, ben]))).toEqual({ joined: ["Ben"], left: ["Ana"] });
  });

  it("are silent about a device that left and came back at once", () => {
    const back = { ...ana, key: "another key" };
    expect(comings(attendance([mara, ana]), attendance([mara, back]))).toEqual({ joined: [], left: [] });
  });

  it("tell two devices of one name apart", () => {
    const other = aPerson("Ana", { key: "other", deviceFingerprint: "other device" });
    expect(comings(attendance([ana]), attendance([ana, other]))).toEqual({ joined: ["Ana"], left: [] });
  });
});

describe("short list", () => {
  it("names three and counts the rest, but never counts a single one", () => {
    expect(shortList(["A", "B", "C", "D"])).toEqual({ names: ["A", "B", "C", "D"], others: 0 });
    expect(shortList(["A", "B", "C", "D", "E"])).toEqual({ names: ["A", "B", "C"], others: 2 });
  });
});
