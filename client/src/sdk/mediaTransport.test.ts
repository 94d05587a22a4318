import type { types } from "mediasoup-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asDescribed, openTransport } from "./mediaTransport.ts";
import type { SfuConnection } from "./SfuConnection.ts";

const relays = [{ urls: ["turn:192.0.2.7:3478"], username: "1:a", credential: "b" }];

/** A server and a transport that note what is asked of them; the test plays the browser. */
function set({ relayOnly = false, iceServers }: { relayOnly?: boolean; iceServers?: typeof relays } = {}) {
  let isSilent = false;
  const asked: string[] = [];
  const made: types.TransportOptions[] = [];
  const said: string[] = [];
  const listeners = new Map<string, (state: string) => void>();
  const transport = {
    id: "t",
    closed: false,
    connectionState: "new",
    on: (event: string, listener: (state: string) => void) => listeners.set(event, listener),
    restartIce: () => void asked.push("restarted"),
    updateIceServers: (update: object) => void asked.push(JSON.stringify(update)),
  };
  const make = (options: types.TransportOptions) => {
    made.push(options);
    return transport;
  };
  const connection = {
    request: (method: string) => {
      asked.push(method);
      if (isSilent) return new Promise(() => undefined);
      return Promise.resolve({ transportId: "t", iceParameters: {}, ...(iceServers && { iceServers }) });
    },
  } as unknown as SfuConnection;
  const device = { createSendTransport: make } as unknown as types.Device;
  const opened = openTransport({ connection, device, relayOnly }, "send", {
    connected: () => said.push("connected"),
    failed: () => said.push("failed"),
  });
  const becomes = async (state: string): Promise<void> => {
    transport.connectionState = state;
    listeners.get("connectionstatechange")?.(state);
    await vi.advanceTimersByTimeAsync(0);
  };
  const silence = (): void => {
    isSilent = true;
  };
  return { opened, asked, made, said, becomes, silence };
}

describe("a transport to the server", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("goes through relays and no other way if that is asked", async () => {
    const { opened, made } = set({ relayOnly: true, iceServers: relays });
    await opened;
    expect(made).toEqual([expect.objectContaining({ iceServers: relays, iceTransportPolicy: "relay" })]);
  });

  it("is not made at all where only relays may be used and there are none", async () => {
    const { opened, made } = set({ relayOnly: true });
    await expect(opened).rejects.toMatchObject({ code: "relay/unavailable" });
    expect(made).toEqual([]);
  });

  it("leaves relays alone while it connects directly", async () => {
    const { opened, made, asked, said, becomes } = set({ iceServers: relays });
    await opened;
    expect(made[0]).not.toHaveProperty("iceServers");
    await becomes("connecting");
    await vi.advanceTimersByTimeAsync(1_000);
    await becomes("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual(["createTransport"]);
    expect(said).toEqual(["connected"]);
  });

  it.each([
    ["takes too long", "connecting", 5_000],
    ["fails", "failed", 0],
  ])("turns to relays when the direct way %s", async (_what, state, wait) => {
    const { opened, asked, said, becomes } = set({ iceServers: relays });
    await opened;
    await becomes(state);
    await vi.advanceTimersByTimeAsync(wait);
    const update = JSON.stringify({ iceServers: relays });
    expect(asked).toEqual(["createTransport", update, "restartIce", "restarted"]);
    // The browser gives up what it had: that is not the end yet.
    await becomes("failed");
    await becomes("connecting");
    await becomes("connected");
    expect(said).toEqual(["connected"]);
  });

  it("looks for another way when packets stop, and says so when there is none", async () => {
    const { opened, asked, said, becomes } = set();
    await opened;
    await becomes("connected");
    await becomes("disconnected");
    expect(asked).toEqual(["createTransport", "restartIce", "restarted"]);
    await becomes("failed");
    expect(said).toEqual(["connected"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(["connected", "failed"]);
  });

  it("takes the connection for dead when nobody answers while packets have stopped", async () => {
    const { opened, said, becomes, silence } = set();
    await opened;
    await becomes("connected");
    silence();
    await becomes("disconnected");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(said).toEqual(["connected", "failed"]);
  });

  it("fails at once where nothing else can be tried", async () => {
    const { opened, said, becomes } = set();
    await opened;
    await becomes("failed");
    expect(said).toEqual(["failed"]);
  });
});

describe("what the server is told of a stream", () => {
  const parameters = (mimeType: string, ...uris: readonly string[]) =>
    ({
      codecs: [{ mimeType, payloadType: 99, clockRate: 90_000 }],
      headerExtensions: uris.map((uri, index) => ({ uri, id: index + 1 })),
      encodings: [{ ssrc: 1, scalabilityMode: "L1T3", maxBitrate: 600_000 }],
    }) as types.RtpParameters;
  const descriptor =
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

  it("holds no layers of AV1 that no header describes, as from Firefox", () => {
    const { encodings } = asDescribed(parameters("video/AV1"));
    expect(encodings).toEqual([{ ssrc: 1, maxBitrate: 600_000 }]);
  });

  it("is what it was for everything else", () => {
    for (const stream of [
      parameters("video/AV1", descriptor),
      parameters("video/VP9"),
      parameters("audio/opus"),
    ]) {
      expect(asDescribed(stream)).toBe(stream);
    }
  });
});
