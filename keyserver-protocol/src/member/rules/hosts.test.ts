import { describe, expect, it } from "vitest";
import type { StateMessage } from "../api.ts";
import type { ProposalView } from "../mls/index.ts";
import { authorizeCommit } from "./authorizeCommit.ts";
import { NO_EVIDENCE } from "./evidence.ts";
import { encodePolicy, initialPolicy, type Policy } from "./policy.ts";
import { withBan, withRole, withSettings } from "./policyChange.ts";
import { mayRecord, mayShare, refusalOfMessage } from "./refusalOfMessage.ts";
import { effectiveHosts, roleOf, standingOf } from "./roles.ts";
import { add, credentialOf, device, leaf, member, remove } from "./testing.ts";

const [guest, host, coHost, otherGuest] = [0, 1, 2, 3];
const roster = [guest, host, coHost, otherGuest].map((index) => member(index));
const policy: Policy = { ...initialPolicy(device(100 + host)), coHosts: [device(100 + coHost)] };
const withoutHost = roster.filter((one) => one.leaf !== host);
const withoutHosts = withoutHost.filter((one) => one.leaf !== coHost);
const newcomer = credentialOf(7, 7, 1, 7);

function judged(by: number, proposals: ProposalView[], rules = policy, people = roster): string | undefined {
  return authorizeCommit(rules, people, leaf(by), proposals, NO_EVIDENCE);
}

function changing(by: number, next: Policy, rules = policy, people = roster): string | undefined {
  return judged(by, [{ kind: "policy", policy: encodePolicy(next) }], rules, people);
}

describe("who is host", () => {
  it("is said by the policy, for each tab of a device", () => {
    const tabs = [...roster, { ...member(9), credential: credentialOf(100 + host, 9, 1, 109) }];
    expect([...effectiveHosts(policy, tabs)]).toEqual([host, 9]);
    const standing = standingOf(policy, roster);
    expect(roster.map((one) => roleOf(standing, one.leaf))).toEqual(["guest", "host", "cohost", "guest"]);
  });

  it("is the lowest co-host while no host is there, or else the lowest leaf", () => {
    expect([...effectiveHosts(policy, withoutHost)]).toEqual([coHost]);
    expect([...effectiveHosts(policy, withoutHosts)]).toEqual([guest]);
    expect([...effectiveHosts(policy, [...withoutHosts].reverse())]).toEqual([guest]);
  });

  it("is never somebody whose device is banned", () => {
    expect([...effectiveHosts(withBan(policy, device(100 + guest)), withoutHosts)]).toEqual([otherGuest]);
  });
});

describe("a change of the policy", () => {
  const locked = withSettings(policy, { locked: true });

  it("is for hosts and co-hosts", () => {
    expect(changing(host, locked)).toBeUndefined();
    expect(changing(coHost, locked)).toBeUndefined();
    expect(changing(guest, locked)).toBe("only hosts change what is allowed in the call");
    expect(changing(guest, locked, policy, withoutHost)).toBe(
      "only hosts change what is allowed in the call",
    );
  });

  it("lets hosts alone name hosts, and co-hosts name co-hosts", () => {
    const withHost = withRole(policy, device(100 + otherGuest), "host");
    const withCoHost = withRole(policy, device(100 + otherGuest), "cohost");
    expect(changing(host, withHost)).toBeUndefined();
    expect(changing(coHost, withHost)).toBe("only a host names hosts");
    expect(changing(coHost, withRole({ ...policy, hosts: [device(1), device(2)] }, device(1), "guest"))).toBe(
      "only a host names hosts",
    );
    expect(changing(coHost, withCoHost)).toBeUndefined();
  });

  it("lets who stands in keep order, but not take the absent hosts' place", () => {
    expect(changing(guest, locked, policy, withoutHosts)).toBeUndefined();
    expect(changing(guest, withBan(policy, device(100 + otherGuest)), policy, withoutHosts)).toBeUndefined();
    const asHost = withRole(policy, device(100 + guest), "host");
    const asCoHost = withRole(policy, device(100 + guest), "cohost");
    const withoutCoHost = withBan(policy, device(100 + coHost));
    expect(changing(guest, asHost, policy, withoutHosts)).toBe("only a host names hosts");
    expect(changing(guest, asCoHost, policy, withoutHosts)).toBe("only hosts name co-hosts");
    expect(changing(guest, withoutCoHost, policy, withoutHosts)).toBe("only hosts name co-hosts");
    expect(changing(coHost, withRole(policy, device(100 + coHost), "host"), policy, withoutHost)).toBe(
      "only a host names hosts",
    );
  });

  it("comes with nothing but removals, and can be read", () => {
    const proposal: ProposalView = { kind: "policy", policy: encodePolicy(locked) };
    expect(judged(host, [proposal, remove(guest)])).toBeUndefined();
    expect(judged(coHost, [proposal, remove(host)])).toBe("a removal without a reason");
    expect(judged(guest, [remove(guest), proposal])).toBe("only hosts change what is allowed in the call");
    expect(judged(host, [add(newcomer), proposal])).toBe("a policy change lets nobody in");
    expect(judged(host, [proposal, proposal])).toBe("two policies at once");
    expect(judged(host, [{ kind: "policy", policy: new Uint8Array(3) }])).toBe(
      "a policy that can not be read",
    );
  });
});

describe("coming in", () => {
  const lobby = withSettings(policy, { lobby: true });
  const locked = withSettings(policy, { locked: true });
  const reload = credentialOf(100 + otherGuest, 100 + otherGuest, 6, 7);

  it("through a lobby is for hosts and co-hosts to allow", () => {
    expect(judged(host, [add(newcomer)], lobby)).toBeUndefined();
    expect(judged(coHost, [add(newcomer)], lobby)).toBeUndefined();
    expect(judged(guest, [add(newcomer)], lobby)).toBe("only hosts let people in");
    expect(judged(guest, [add(newcomer)], lobby, withoutHosts)).toBeUndefined();
    expect(judged(otherGuest, [add(newcomer)], lobby, withoutHosts)).toBe("only hosts let people in");
  });

  it("is nobody's to allow while the call is locked", () => {
    for (const by of [guest, host, coHost])
      expect(judged(by, [add(newcomer)], locked)).toBe("the call is locked");
  });

  it("needs no second admission after a reload", () => {
    for (const rules of [lobby, locked]) {
      expect(judged(guest, [remove(otherGuest), add(reload)], rules)).toBeUndefined();
    }
    const otherTab = credentialOf(100 + otherGuest, 9, 6, 7);
    expect(judged(guest, [add(otherTab)], lobby)).toBe("only hosts let people in");
    expect(judged(guest, [add(otherTab)], locked)).toBe("the call is locked");
  });

  it("needs no admission for a device that the policy names", () => {
    for (const rules of [lobby, locked]) {
      expect(judged(guest, [add(credentialOf(100 + host, 9, 6, 7))], rules, withoutHosts)).toBeUndefined();
      expect(judged(guest, [add(credentialOf(100 + coHost, 9, 6, 7))], rules, withoutHosts)).toBeUndefined();
    }
  });

  it("is for no banned device, whoever adds it, not even in the place of its earlier self", () => {
    const banning = withBan(policy, device(7));
    for (const by of [guest, host, coHost])
      expect(judged(by, [add(newcomer)], banning)).toBe("a joiner is banned");
    const banningOther = withBan(policy, device(100 + otherGuest));
    expect(judged(host, [remove(otherGuest), add(reload)], banningOther)).toBe("a joiner is banned");
  });

  it("keeps to the size limit, which drives nobody out", () => {
    const small = withSettings(policy, { sizeLimit: 2 });
    expect(judged(host, [add(newcomer)], small)).toBe("the call is full");
    expect(judged(host, [remove(guest), add(newcomer)], small)).toBeUndefined();
    expect(judged(guest, [remove(otherGuest), add(reload)], small)).toBeUndefined();
  });
});

describe("a removal", () => {
  it("needs no other reason than a host's will", () => {
    expect(judged(host, [remove(guest)])).toBeUndefined();
    expect(judged(host, [remove(coHost)])).toBeUndefined();
    expect(judged(coHost, [remove(guest)])).toBeUndefined();
    expect(judged(coHost, [remove(host)])).toBe("a removal without a reason");
    expect(judged(guest, [remove(otherGuest)])).toBe("a removal without a reason");
    expect(judged(guest, [remove(otherGuest)], policy, withoutHosts)).toBeUndefined();
  });

  it("of a banned device is anybody's to make", () => {
    const banning = withBan(policy, device(100 + otherGuest));
    expect(judged(guest, [remove(otherGuest)], banning)).toBeUndefined();
    expect(judged(otherGuest, [remove(guest)], banning)).toBe("a removal without a reason");
  });
});

describe("a message", () => {
  const standing = standingOf(policy, roster);
  const said = (by: number, message: Parameters<typeof refusalOfMessage>[3], rules = policy) =>
    refusalOfMessage(rules, standing, leaf(by), message);
  const state: StateMessage = {
    type: "state",
    streams: [],
    microphoneOn: true,
    cameraOn: true,
    screenOn: false,
    recording: false,
    handSince: 5,
  };
  const screen = { stream: 5, layers: 1, source: "screen", codec: "video/VP8" } as const;

  it("that asks others for something, or turns joiners away, is for hosts and co-hosts", () => {
    const request = { type: "request", kind: "mute", target: "everybody" } as const;
    const turnedAway = { type: "turnedAway", device: device(7), keyPackageHash: device(8) } as const;
    for (const message of [request, turnedAway]) {
      expect(said(host, message)).toBeUndefined();
      expect(said(coHost, message)).toBeUndefined();
      expect(said(guest, message)).toMatch(/only hosts/);
    }
  });

  it("that ends the call is for hosts alone", () => {
    expect(said(host, { type: "endCall" })).toBeUndefined();
    expect(said(coHost, { type: "endCall" })).toBe("only a host ends the call for everybody");
    expect(said(guest, { type: "endCall" })).toBe("only a host ends the call for everybody");
  });

  it("that shares a screen is for whom the policy lets", () => {
    const forHosts = withSettings(policy, { share: "hosts" });
    for (const message of [
      { ...state, screenOn: true },
      { ...state, streams: [screen] },
      { ...state, streams: [{ ...screen, source: "screen-audio" as const }] },
    ]) {
      expect(said(guest, message)).toBeUndefined();
      expect(said(coHost, message, forHosts)).toBeUndefined();
      expect(said(guest, message, forHosts)).toBe("only hosts share a screen");
    }
    expect(said(guest, state, forHosts)).toBeUndefined();
    expect(mayShare(forHosts, "guest")).toBe(false);
  });

  it("that says who records is refused where nobody, or only hosts, may", () => {
    const recording = { ...state, recording: true };
    expect(said(guest, recording)).toBeUndefined();
    expect(said(guest, recording, withSettings(policy, { record: "hosts" }))).toBe(
      "recording is not allowed",
    );
    expect(said(host, recording, withSettings(policy, { record: "hosts" }))).toBeUndefined();
    expect(said(host, recording, withSettings(policy, { record: "nobody" }))).toBe(
      "recording is not allowed",
    );
    expect(mayRecord({ record: "nobody" }, "host")).toBe(false);
  });

  it("of any other kind is heeded whoever says it", () => {
    for (const type of ["leave", "alive", "look"] as const) expect(said(guest, { type })).toBeUndefined();
  });
});
