/** A process with some of the members of a storm. Started by `joinStorm`. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { openMember, type EpochEvent, type MemberSession } from "@sotto/keyserver-protocol/member";
import { fromBase64Url } from "@sotto/shared/codec";
import { asLinkSecret } from "@sotto/shared/ids";
import { WebSocket } from "ws";
import { random } from "./identities.ts";
import type { FromMembers, StormOrder, ToMembers, Whereabouts } from "./stormProtocol.ts";

/** How often the parent is told where the members are, ms. */
const REPORT_MS = 20;

const traffic = { received: 0, sent: 0 };

class CountingSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    this.on("message", (data: ArrayBuffer | Buffer) => (traffic.received += data.byteLength));
    const send = this.send.bind(this);
    this.send = (data: Uint8Array) => {
      traffic.sent += data.byteLength;
      send(data);
    };
  }
}

class StormMember {
  readonly session: MemberSession;
  epoch: EpochEvent | undefined;

  constructor({ linkSecret, keyserverUrl, suite }: StormOrder) {
    const key = random(32);
    this.session = openMember({
      linkSecret: asLinkSecret(fromBase64Url(linkSecret)),
      keyserverUrl,
      displayName: "Twelve chars",
      device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
      tabSecret: random(32),
      rotateMs: 30_000,
      suite,
      WebSocket: CountingSocket,
      onEvent: (event) => {
        if (event.type === "epoch") this.epoch = event;
      },
    });
  }
}

const members: StormMember[] = [];
let expected = 0;
let cpuAtGo = process.cpuUsage();
let reported = "";

const tell = (message: FromMembers) => process.send?.(message);

function whereabouts(): Whereabouts | undefined {
  const epoch = members[0]?.epoch;
  if (epoch === undefined || members.length < expected) return undefined;
  if (members.some((member) => member.epoch?.callCode !== epoch.callCode)) return undefined;
  return { epoch: epoch.epoch, callCode: epoch.callCode, people: epoch.roster.length };
}

let order: StormOrder | undefined;
process.on("message", (message: ToMembers) => {
  if (message.type === "order") {
    order = message.order;
    expected = order.arrivals.length;
    tell({ type: "ready" });
  } else if (message.type === "go") {
    cpuAtGo = process.cpuUsage();
    for (const arrival of order?.arrivals ?? [])
      setTimeout(() => order && members.push(new StormMember(order)), arrival);
    setInterval(() => {
      const at = whereabouts();
      const now = JSON.stringify(at ?? null);
      if (now !== reported) tell({ type: "at", at });
      reported = now;
    }, REPORT_MS);
  } else {
    const { user, system } = process.cpuUsage(cpuAtGo);
    const { received: bytesReceived, sent: bytesSent } = traffic;
    process.send?.(
      { type: "stopped", cpuMs: (user + system) / 1000, bytesReceived, bytesSent } satisfies FromMembers,
      () => process.exit(0),
    );
  }
});
