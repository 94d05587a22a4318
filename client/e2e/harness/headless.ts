import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { openMember, type MemberEvent, type MemberSession } from "@sotto/keyserver-protocol/member";
import { parseLink } from "@sotto/shared/ids";
import { WebSocket } from "ws";
import { until } from "./participant.ts";

type EpochEvent = Extract<MemberEvent, { type: "epoch" }>;
type CallEvent = Extract<MemberEvent, { type: "call" }>;

/** A real member of the group without media, whose keys a test may look at. */
export class HeadlessMember {
  /** Every epoch this member was ever in, with its keys. */
  readonly epochs: EpochEvent[] = [];
  readonly devicePublicKey: Uint8Array;
  call: CallEvent | undefined;
  private readonly session: MemberSession;

  constructor(link: string, name: string, keyserverPort: number, rotateSeconds: number) {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    this.devicePublicKey = new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32));
    this.session = openMember({
      linkSecret: parseLink(link),
      keyserverUrl: `ws://127.0.0.1:${keyserverPort}`,
      displayName: name,
      device: {
        publicKey: this.devicePublicKey,
        sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
      },
      tabSecret: new Uint8Array(randomBytes(32)),
      rotateMs: rotateSeconds * 1000,
      WebSocket: WebSocket,
      onEvent: (event) => {
        if (event.type === "epoch") this.epochs.push({ ...event, baseKey: event.baseKey.slice() });
        if (event.type === "call") this.call = event;
      },
    });
  }

  async untilJoined(): Promise<void> {
    await until(
      () => this.epochs.length > 0 && this.call !== undefined,
      () => "the headless member joins",
    );
  }

  async untilEpochs(count: number): Promise<void> {
    await until(
      () => this.epochs.length >= count,
      () => `the headless member sees ${count} epochs`,
      60_000,
    );
  }

  async leave(): Promise<void> {
    await this.session.leave();
  }

  close(): void {
    this.session.close();
  }
}
