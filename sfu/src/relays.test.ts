import { describe, expect, it } from "vitest";
import { runSfu } from "./testing/runningSfu.ts";

const turn = { urls: ["turn:192.0.2.7:3478"], secret: "known to the relay too" };

describe("an SFU with relays", () => {
  const running = runSfu({ turn });

  it("gives each transport an own credential, in which nobody is named", async () => {
    const client = await running.joined();
    const send = await client.request("createTransport", { direction: "send" });
    const recv = await client.request("createTransport", { direction: "recv" });
    const [one, other] = [send.iceServers?.[0], recv.iceServers?.[0]];
    expect(one?.urls).toEqual(turn.urls);
    expect(one?.username).toMatch(/^\d+:[0-9a-f]{16}$/);
    expect(one?.username).not.toBe(other?.username);
    expect(JSON.stringify([send, recv])).not.toContain(turn.secret);
  });
});

describe("an SFU without relays", () => {
  const running = runSfu();

  it("names none", async () => {
    const client = await running.joined();
    expect(await client.request("createTransport", { direction: "send" })).not.toHaveProperty("iceServers");
  });
});
