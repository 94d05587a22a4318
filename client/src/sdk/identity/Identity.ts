import { SottoError } from "@sotto/shared/codec";
import type {
  FromKeys,
  IdentityAction,
  LinkedDevice,
  PersonIdentity,
  RosterPerson,
  ToKeys,
} from "../../workers/protocol.ts";
import { UNKNOWN_IDENTITY } from "./personIdentity.ts";

/**
 * What a person can do about identities. All reject with SottoError `identity/not-here` if there is no such device in
 * the call.
 */
export interface IdentityFacet {
  /** Remembers on this device that somebody's key was compared with them, or takes that back. */
  markVerified(participantKey: string, on: boolean): Promise<void>;
  /**
   * Says that a device of the call is one's own too, or takes that back. The devices are linked once both have said so,
   * and shown to others as one person from the next call on. Rejects with `identity/too-many-devices` after eight.
   */
  linkDevice(participantKey: string, on: boolean): Promise<void>;
  /** Ends the link with one of `CallState.linkedDevices`, which need not be in the call. */
  unlinkDevice(deviceFingerprint: string): Promise<void>;
}

type Identities = Extract<FromKeys, { type: "identities" }>;
type Done = Extract<FromKeys, { type: "identityDone" }>;
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: SottoError) => void;
}

/** The page's side of identities: what the key worker has said of each person, and what the person asks of it. */
export class Identity implements IdentityFacet {
  readonly #post: (message: ToKeys) => void;
  readonly #onChangedKey: (key: string, name: string) => void;
  #people: ReadonlyMap<string, PersonIdentity> = new Map();
  #linkedDevices: readonly LinkedDevice[] = [];
  readonly #waiting = new Map<number, Waiting>();
  /** Devices whose changed key was told, by fingerprint: a reload is no news. */
  readonly #told = new Set<string>();
  #lastId = 0;

  /** `onChangedKey` is called once for each device that comes under a verified name with another key. */
  constructor(post: (message: ToKeys) => void, onChangedKey: (key: string, name: string) => void) {
    this.#post = post;
    this.#onChangedKey = onChangedKey;
  }

  get linkedDevices(): readonly LinkedDevice[] {
    return this.#linkedDevices;
  }

  markVerified(participantKey: string, on: boolean): Promise<void> {
    return this.#ask({ kind: "verify", participantKey, on });
  }

  linkDevice(participantKey: string, on: boolean): Promise<void> {
    return this.#ask({ kind: "link", participantKey, on });
  }

  unlinkDevice(deviceFingerprint: string): Promise<void> {
    return this.#ask({ kind: "unlink", deviceFingerprint });
  }

  /** Takes in what the key worker says. */
  heard(message: Identities | Done): void {
    if (message.type === "identities") {
      this.#people = new Map(message.people);
      this.#linkedDevices = message.linkedDevices;
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve();
    else waiting?.reject(new SottoError(message.error.code, message.error.message));
  }

  /** The roster with what is known of each; tells of changed keys that were not told before. */
  described(roster: readonly RosterPerson[]): readonly (RosterPerson & PersonIdentity)[] {
    const described = roster.map((person) => ({
      ...person,
      ...(this.#people.get(person.participantKey) ?? UNKNOWN_IDENTITY),
    }));
    for (const { verification, deviceFingerprint, participantKey, displayName } of described) {
      if (verification !== "changed" || this.#told.has(deviceFingerprint)) continue;
      this.#told.add(deviceFingerprint);
      this.#onChangedKey(participantKey, displayName);
    }
    return described;
  }

  #ask(action: IdentityAction): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: "identity", id, action });
    });
  }
}
