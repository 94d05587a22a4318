import { describe, expect, it } from "vitest";
import { privateNetwork, withSystemFolders } from "./private-network.mjs";

describe("privateNetwork", () => {
  it("changes nothing for a run that is in one already", async () => {
    expect(await privateNetwork({ SOTTO_PRIVATE_ADDRESS: "10.9.9.9" })).toEqual({ prefix: [], env: {} });
  });

  it("gives a command prefix and an address, or the reason why there is none", async () => {
    const { prefix, env } = await privateNetwork({ PATH: process.env["PATH"] });
    const reason = env["SOTTO_NO_PRIVATE_NETWORK"];
    expect(prefix.length > 0).toBe(env["SOTTO_PRIVATE_ADDRESS"] !== undefined);
    expect(prefix.length > 0).toBe(reason === undefined);
  });
});

describe("withSystemFolders", () => {
  it("adds the folders of system programs, also to no path at all", () => {
    expect(withSystemFolders({ PATH: "/a" })).toBe("/a:/usr/sbin:/sbin");
    expect(withSystemFolders({})).toBe("/usr/sbin:/sbin");
  });
});
