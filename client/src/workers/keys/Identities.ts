import {
  type DeviceKey,
  type LinkMessage,
  pairFingerprint,
  type RosterEntry,
} from "@sotto/keyserver-protocol/member";
import { fromBase64Url, SottoError, toBase64Url } from "@sotto/shared/codec";
import type { IdentityAction, LinkedDevice, PersonIdentity } from "../protocol.ts";
import { DeviceLinks, type LinkEffects, type StoredLink } from "./DeviceLinks.ts";
import { deviceFingerprint } from "./fingerprint.ts";
import {
  acquaintances,
  judged,
  type KnownDevice,
  type KnownDevices,
  met,
  type PresentDevice,
} from "./knownDevices.ts";

/** What is remembered, and where it is kept. */
export interface IdentityMemory {
  readonly known: KnownDevices;
  readonly links: ReadonlyMap<string, StoredLink>;
  rememberMet(devices: readonly PresentDevice[], now: number): Promise<void>;
  rememberJudged(device: string, name: string, isVerified: boolean, now: number): Promise<void>;
  keepLink(device: string, link: StoredLink): Promise<void>;
  dropLink(device: string): Promise<void>;
}

/** A member of the call, with its keys in base64url. */
interface Member extends PresentDevice {
  readonly participantKey: string;
}

/**
 * Who the people of a call are to this device: which devices belong together, whose key was compared, whose is another
 * than it was. Servers have no say in it.
 */
export class Identities {
  readonly #ownDevice: Uint8Array;
  readonly #ownName: string;
  readonly #memory: IdentityMemory;
  readonly #known: Map<string, KnownDevice>;
  readonly #links: DeviceLinks;
  readonly #now: () => number;
  /** Whom this call has shown already, and under which name. */
  readonly #met = new Set<string>();
  #members: readonly Member[] = [];

  /** `publish` sends a message to the call. */
  constructor(
    device: DeviceKey,
    memory: IdentityMemory,
    { now, publish }: Pick<LinkEffects, "now" | "publish">,
  ) {
    this.#ownDevice = device.publicKey;
    this.#ownName = toBase64Url(device.publicKey);
    this.#memory = memory;
    this.#known = new Map(memory.known);
    this.#now = now;
    this.#links = new DeviceLinks(device, memory.links, {
      now,
      publish,
      keep: (name, link) => memory.keepLink(name, link),
      drop: (name) => memory.dropLink(name),
    });
  }

  get links(): DeviceLinks {
    return this.#links;
  }

  /** Takes notice of who is in the call. Resolves when those who are new are remembered. */
  async meet(roster: readonly RosterEntry[]): Promise<void> {
    this.#members = roster.map(({ participantId, devicePublicKey, personKey, displayName }) => ({
      participantKey: toBase64Url(participantId),
      device: toBase64Url(devicePublicKey),
      person: toBase64Url(personKey),
      name: displayName,
    }));
    this.#links.keepOnly(new Set(this.#members.map(({ device }) => device)));
    const now = this.#now();
    const strangers = this.#members.filter(
      ({ device, name }) => device !== this.#ownName && !this.#met.has(`${device} ${name}`),
    );
    for (const { device, name } of strangers) {
      this.#met.add(`${device} ${name}`);
      this.#known.set(device, met(this.#known.get(device), name, now));
    }
    if (strangers.length > 0) await this.#memory.rememberMet(strangers, now);
  }

  /** The people of the call as {@link meet} was told last, by participant key. */
  people(): ReadonlyMap<string, PersonIdentity> {
    const present = this.#withOwnDevices();
    const own = present.find(({ device }) => device === this.#ownName)?.person;
    const known = acquaintances(present, this.#memory.known, this.#known);
    return new Map(
      present.map(({ participantKey, device, person }, index) => {
        const isOwn = person === own;
        const { verification, isCompared, isNewDevice, verifiedAs } = known[index] ?? STRANGER;
        const identity: PersonIdentity = {
          personKey: person,
          // One's own devices were compared when they were linked.
          verification: isOwn ? "verified" : verification,
          isCompared,
          isNewDevice: isNewDevice && !isOwn,
          verifiedAs: isOwn ? null : verifiedAs,
          pairFingerprint:
            device === this.#ownName ? "" : pairFingerprint(this.#ownDevice, fromBase64Url(device)),
          link: this.#links.stateOf(device),
        };
        return [participantKey, identity] as const;
      }),
    );
  }

  /** One's own other devices, wherever they are. */
  linkedDevices(): readonly LinkedDevice[] {
    return [...this.#links.linked].map(([device, { name, at }]) => ({
      deviceFingerprint: deviceFingerprint(fromBase64Url(device)),
      name,
      linkedAt: at,
    }));
  }

  /**
   * Does what the person wants. Throws SottoError "identity/not-here" if there is no such device, and
   * "identity/too-many-devices".
   */
  async act(action: IdentityAction): Promise<void> {
    switch (action.kind) {
      case "verify": {
        const { device, name } = this.#member(action.participantKey);
        const now = this.#now();
        this.#known.set(device, judged(this.#known.get(device), name, action.on, now));
        return this.#memory.rememberJudged(device, name, action.on, now);
      }
      case "link": {
        const { device, name } = this.#member(action.participantKey);
        if (action.on) return this.#links.offer(device, name);
        return this.#links.withdraw(device);
      }
      case "unlink": {
        const linked = [...this.#links.linked.keys()].find(
          (device) => deviceFingerprint(fromBase64Url(device)) === action.deviceFingerprint,
        );
        if (linked === undefined) throw notHere();
        return this.#links.withdraw(linked);
      }
    }
  }

  /** Somebody has said whose device is whose. Resolves with whether that changed anything here. */
  async heard(participantKey: string, message: LinkMessage): Promise<boolean> {
    const from = this.#members.find((member) => member.participantKey === participantKey);
    return from !== undefined && this.#links.heard(from.device, message);
  }

  /** The members, with one's own linked devices as one person, although the call hears of a new link only later. */
  #withOwnDevices(): readonly Member[] {
    const own = this.#members.find(({ device }) => device === this.#ownName)?.person;
    if (own === undefined) return this.#members;
    const linked = this.#members.filter(({ device }) => this.#links.linked.has(device));
    const persons = new Set(linked.map(({ person }) => person));
    return this.#members.map((member) => (persons.has(member.person) ? { ...member, person: own } : member));
  }

  #member(participantKey: string): Member {
    const member = this.#members.find((one) => one.participantKey === participantKey);
    if (member === undefined || member.device === this.#ownName) throw notHere();
    return member;
  }
}

const STRANGER = {
  verification: "unverified",
  isCompared: false,
  isNewDevice: false,
  verifiedAs: null,
} as const;

function notHere(): SottoError {
  return new SottoError("identity/not-here", "there is no such device in the call");
}
