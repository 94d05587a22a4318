import type { AppMessage, StateMessage } from "@sotto/keyserver-protocol/member";
import { asLeafIndex } from "@sotto/shared/ids";
import { describe, expect, it, vi } from "vitest";
import type { CallPolicy, Role } from "../../workers/hosting.ts";
import type { RosterPerson, ToKeys } from "../../workers/protocol.ts";
import { Meeting, type MetCall } from "./Meeting.ts";

const open: CallPolicy = {
  lobby: false,
  locked: false,
  sizeLimit: 500,
  share: "all",
  record: "all",
  banned: [],
  named: [],
};
const person = (leaf: number, displayName: string, role: Role = "guest"): RosterPerson => ({
  leaf,
  participantKey: `key-${leaf}`,
  displayName,
  deviceFingerprint: "ABCD",
  isSelf: leaf === 0,
  role,
});
const state: StateMessage = {
  type: "state",
  streams: [
    { stream: 0, layers: 1, source: "microphone", codec: "opus" },
    { stream: 5, layers: 1, source: "screen", codec: "vp8" },
  ],
  microphoneOn: true,
  cameraOn: false,
  screenOn: true,
  recording: true,
  handSince: 0,
};

/** A meeting of ours with Ben, a guest, and Cleo, a host; what it does is noted. */
function aMeeting(role: Role = "host") {
  const posted: ToKeys[] = [];
  const call = {
    data: { send: async () => undefined, on: () => () => undefined },
    post: (message: ToKeys) => void posted.push(message),
    roster: () => [person(0, "Ana", role), person(1, "Ben"), person(2, "Cleo", "host")],
    changed: vi.fn(),
    waits: vi.fn(),
    emit: vi.fn(),
    notice: vi.fn(),
    leave: vi.fn(async () => undefined),
    mute: vi.fn(),
    stopCamera: vi.fn(),
    stopScreen: vi.fn(),
  } satisfies MetCall;
  const meeting = new Meeting(call);
  meeting.heard({ type: "policy", policy: open, role });
  /** The key worker's answer to what was asked last. */
  const answer = (code?: string) => {
    const last = posted.at(-1);
    if (last === undefined || !("id" in last)) throw new Error("nothing was asked");
    const error = code === undefined ? undefined : { code, message: "no" };
    meeting.heard({ type: "done", id: last.id, ...(error !== undefined && { error }) });
  };
  return { meeting, call, posted, answer };
}

describe("hosting", () => {
  it("asks the key worker, and is done when that has answered", async () => {
    const { meeting, posted, answer } = aMeeting();
    const removing = meeting.host.remove("key-1", { ban: true });
    expect(posted).toMatchObject([
      { type: "act", action: { kind: "remove", participantKey: "key-1", ban: true } },
    ]);
    answer();
    await removing;
    const locking = meeting.host.setPolicy({ locked: true });
    answer("policy/not-allowed");
    await expect(locking).rejects.toMatchObject({ code: "policy/not-allowed" });
  });

  it("shows the policy, our role and who waits, and forgets why we waited once we are in", () => {
    const { meeting, call } = aMeeting("cohost");
    meeting.heard({ type: "lobby", state: "waiting" });
    expect(call.waits).toHaveBeenCalled();
    expect(meeting.state).toMatchObject({ policy: open, role: "cohost", lobby: "waiting", waiting: [] });
    const waiting = [{ id: "x", displayName: "Dora", deviceFingerprint: "ABCD", since: 5 }];
    meeting.heard({ type: "knocks", waiting });
    meeting.host.joined();
    expect(meeting.state).toMatchObject({ waiting, lobby: undefined });
  });

  it("says who tried what they may not", () => {
    const { meeting, call } = aMeeting();
    meeting.heard({ type: "refused", displayName: "Eve", reason: "only hosts let people in" });
    expect(call.notice).toHaveBeenCalledWith("member/refused", "warning", {
      name: "Eve",
      reason: "only hosts let people in",
    });
  });

  it("asks others only as a host, and only who is there", async () => {
    const { meeting, posted, answer } = aMeeting();
    const asking = meeting.host.requestMute("key-1", "mute");
    answer();
    await asking;
    expect(posted).toMatchObject([{ message: { type: "request", kind: "mute", target: 1 } }]);
    await expect(meeting.host.requestMute("key-9", "mute")).rejects.toMatchObject({ code: "policy/unknown" });
    const guest = aMeeting("guest");
    await expect(guest.meeting.host.requestMute("everybody", "mute")).rejects.toMatchObject({
      code: "policy/not-allowed",
    });
    expect(guest.posted).toEqual([]);
  });

  it("ends the call for everybody, and then leaves; a co-host can not", async () => {
    const { meeting, call, answer } = aMeeting();
    const ending = meeting.host.endForAll();
    expect(call.leave).not.toHaveBeenCalled();
    answer();
    await ending;
    expect(call.leave).toHaveBeenCalled();
    await expect(aMeeting("cohost").meeting.host.endForAll()).rejects.toMatchObject({
      code: "policy/not-allowed",
    });
  });

  it("has ended the call for everybody also where its own member is gone before it answers", async () => {
    const { meeting, call } = aMeeting();
    expect(meeting.host.left()).toBe(false);
    const ending = meeting.host.endForAll();
    expect(meeting.host.left()).toBe(true);
    meeting.close();
    await ending;
    expect(call.leave).toHaveBeenCalled();
  });

  it("ends with the call", async () => {
    const { meeting } = aMeeting();
    const admitting = meeting.host.admit("x");
    meeting.close();
    await expect(admitting).rejects.toMatchObject({ code: "member/ended" });
  });
});

describe("a host's request", () => {
  it.each([
    ["mute", "mute"],
    ["stop-camera", "stopCamera"],
    ["stop-screen", "stopScreen"],
  ] as const)("to %s is obeyed if it is to us or to everybody, and shown", (kind, deed) => {
    for (const target of ["everybody", asLeafIndex(0)] as const) {
      const { meeting, call } = aMeeting("guest");
      meeting.told("key-2", { type: "request", kind, target });
      expect(call[deed]).toHaveBeenCalledOnce();
      expect(call.emit).toHaveBeenCalledWith("request", { kind, byName: "Cleo" });
    }
    const { meeting, call } = aMeeting("guest");
    meeting.told("key-2", { type: "request", kind, target: asLeafIndex(1) });
    expect(call[deed]).not.toHaveBeenCalled();
    expect(call.emit).not.toHaveBeenCalled();
  });

  it("to unmute is shown and nothing more", () => {
    const { meeting, call } = aMeeting("guest");
    meeting.told("key-2", { type: "request", kind: "unmute", target: "everybody" });
    expect(call.emit).toHaveBeenCalledWith("request", { kind: "unmute", byName: "Cleo" });
    for (const deed of [call.mute, call.stopCamera, call.stopScreen]) expect(deed).not.toHaveBeenCalled();
  });
});

describe("the right to share a screen", () => {
  const forHosts: CallPolicy = { ...open, share: "hosts", record: "nobody" };

  it("is asked for before a share, and ends one that is on", () => {
    const { meeting, call } = aMeeting("guest");
    expect(meeting.host.mayShare()).toBe(true);
    meeting.heard({ type: "policy", policy: forHosts, role: "guest" });
    expect(meeting.host.mayShare()).toBe(false);
    expect(call.stopScreen).toHaveBeenCalled();
    meeting.heard({ type: "policy", policy: forHosts, role: "cohost" });
    expect(meeting.host.mayShare()).toBe(true);
  });

  it("decides which streams of others are heeded, as it is now", () => {
    const { meeting } = aMeeting("guest");
    expect(meeting.heeded("key-1", state)).toBe(state);
    meeting.heard({ type: "policy", policy: forHosts, role: "guest" });
    expect(meeting.heeded("key-1", state)).toEqual({
      ...state,
      streams: [state.streams[0]],
      screenOn: false,
      recording: false,
    });
    expect(meeting.heeded("key-2", state)).toEqual({ ...state, recording: false });
    expect(meeting.heeded("nobody", state).screenOn).toBe(false);
  });
});

describe("hands and reactions", () => {
  it("are said with our state, and shown", () => {
    vi.useFakeTimers({ now: 1_000 });
    const { meeting, call } = aMeeting();
    meeting.setHand(true);
    expect(meeting.said.handSince).toBe(1_000);
    vi.setSystemTime(2_000);
    meeting.setHand(true);
    expect(meeting.said.handSince).toBe(1_000);
    meeting.setHand(false);
    expect(meeting.said.handSince).toBe(0);
    expect(call.changed).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it("reach everybody, ourselves when they have reached the others", async () => {
    const { meeting, call, answer, posted } = aMeeting();
    const reacting = meeting.react("👍");
    expect(posted).toMatchObject([{ type: "publish", message: { type: "reaction", emoji: "👍" } }]);
    expect(call.emit).not.toHaveBeenCalled();
    answer();
    await reacting;
    expect(call.emit).toHaveBeenCalledWith("reaction", { key: "key-0", emoji: "👍" });
    meeting.told("key-1", { type: "reaction", emoji: "🎉" });
    expect(call.emit).toHaveBeenCalledWith("reaction", { key: "key-1", emoji: "🎉" });
  });
});

describe("chat", () => {
  const chat = (byte: number, text: string): AppMessage => ({
    type: "chat",
    id: new Uint8Array(16).fill(byte),
    text,
  });

  it("shows one's own message at once, and that it failed if it did", async () => {
    const { meeting, answer } = aMeeting();
    const sending = meeting.chat.send("hello");
    expect(meeting.state.chat).toMatchObject([
      { from: "key-0", name: "Ana", text: "hello", mine: true, failed: false },
    ]);
    answer();
    await sending;
    expect(meeting.state.chat).toMatchObject([{ failed: false }]);
    const losing = meeting.chat.send("lost");
    answer("member/ended");
    await expect(losing).rejects.toMatchObject({ code: "member/ended" });
    expect(meeting.state.chat).toMatchObject([{ failed: false }, { text: "lost", failed: true }]);
    await expect(meeting.chat.send("  ")).rejects.toMatchObject({ code: "chat/empty" });
  });

  it("shows each message of others once, with the name of who sent it", () => {
    const { meeting } = aMeeting();
    meeting.told("key-1", chat(1, "hi"));
    meeting.told("key-1", chat(1, "hi"));
    meeting.told("key-2", chat(1, "another"));
    expect(meeting.state.chat.map(({ name, text, mine }) => [name, text, mine])).toEqual([
      ["Ben", "hi", false],
      ["Cleo", "another", false],
    ]);
  });

  it("says that we record only while that is allowed", () => {
    const { meeting, call } = aMeeting("guest");
    meeting.recording.announce(true);
    expect(meeting.said.recording).toBe(true);
    expect(call.changed).toHaveBeenCalled();
    meeting.heard({ type: "policy", policy: { ...open, record: "hosts" }, role: "guest" });
    expect(meeting.said.recording).toBe(false);
    expect(() => meeting.recording.announce(true)).toThrow(
      expect.objectContaining({ code: "policy/not-allowed" }),
    );
  });
});
