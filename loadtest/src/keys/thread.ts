/** The thread of keys: members of the group, apart from their media, as a browser's key worker is. */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parentPort } from "node:worker_threads";
import { type MemberEvent, type MemberSession, openMember } from "@sotto/keyserver-protocol/member";
import { zeroize } from "@sotto/shared/codec";
import { asLinkSecret } from "@sotto/shared/ids";
import { doCryptoAtOnce } from "./directCrypto.ts";
import { KeyserverTap } from "./KeyserverTap.ts";
import type { FromKeys, MemberNews, MemberPlan, ToKeys } from "./messages.ts";

const FIGURES_MS = 1_000;
/** From so many members on, a thread has its cryptography done at once; with fewer, other threads' help is worth the wait. */
const CROWD = 60;

const sessions = new Map<number, MemberSession>();
const taps: KeyserverTap[] = [];
const lateness = monitorEventLoopDelay({ resolution: 10 });
lateness.enable();

function say(message: FromKeys): void {
  parentPort?.postMessage(message);
}

function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

function open({ index, linkSecret, ...plan }: MemberPlan): void {
  if (plan.expectedSize >= CROWD) doCryptoAtOnce();
  const tell = (news: MemberNews): void => {
    say({ type: "news", index, news });
  };
  const tap = new KeyserverTap(wallClock, ({ epoch, sentAt, bytes }) => {
    tell({ type: "commit", epoch, at: sentAt, bytes });
  });
  taps.push(tap);
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const session = openMember({
    ...plan,
    linkSecret: asLinkSecret(linkSecret),
    displayName: `Load ${index + 1}`,
    device: {
      publicKey: new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
      sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
    },
    tabSecret: new Uint8Array(randomBytes(32)),
    WebSocket: tap.WebSocket,
    onEvent: (event) => {
      pass(event, tell);
    },
  });
  sessions.set(index, session);
}

/** Passes on what media need. */
function pass(event: MemberEvent, tell: (news: MemberNews) => void): void {
  switch (event.type) {
    case "call":
    case "reached":
    case "report":
      tell(event);
      return;
    case "epoch": {
      const { epoch, cause, baseKey, sframeSuite, selfLeaf, dataSecret } = event;
      const roster = event.roster.map(({ leaf, participantId }) => ({ leaf, participantId }));
      tell({
        type: "epoch",
        keys: { epoch, cause, baseKey, sframeSuite, selfLeaf, roster },
        at: wallClock(),
      });
      // What was passed on is a copy.
      zeroize(baseKey, dataSecret);
      return;
    }
    case "phase":
      if (event.phase === "failed") tell({ type: "failed", reason: event.error?.code ?? "member" });
      return;
    case "app":
    case "health":
    case "integrity":
    case "knocks":
    case "lobby":
    case "policy":
    case "refused":
      // What a person would see and a load test does not ask.
      return;
  }
}

function tellFigures(isLast: boolean): void {
  const late = lateness.percentile(99) / 1e6;
  lateness.reset();
  const bytes = taps.reduce((sum, { bytesSent, bytesReceived }) => sum + bytesSent + bytesReceived, 0);
  say({ type: "figures", figures: { bytes, lateMs: Number.isFinite(late) ? late : 0 }, isLast });
}

parentPort?.on("message", (message: ToKeys) => {
  switch (message.type) {
    case "open":
      open(message.plan);
      return;
    case "publish":
      sessions
        .get(message.index)
        ?.publish(message.message)
        .catch(() => undefined);
      return;
    case "channel":
      sessions.get(message.index)?.setChannel(message.isOpen);
      return;
    case "heard":
      sessions.get(message.index)?.heard(message.sealed);
      return;
    case "leave":
      sessions
        .get(message.index)
        ?.leave()
        .catch(() => undefined);
      sessions.delete(message.index);
      return;
    case "close":
      sessions.get(message.index)?.close();
      sessions.delete(message.index);
      return;
    case "finish":
      tellFigures(true);
  }
});
setInterval(() => {
  tellFigures(false);
}, FIGURES_MS);
say({ type: "ready" });
