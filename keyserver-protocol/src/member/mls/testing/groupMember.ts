/** A commit, and the Welcome for those whom it adds; MLSMessages both. */
export interface MadeCommit {
  readonly message: Uint8Array;
  readonly welcome: Uint8Array | undefined;
}

/** A member of a group of the classical suite, whatever implementation it runs on. */
export interface GroupMember {
  /** Its identity is `peerIdentity(number)`. */
  readonly number: number;
  /** Whether it can add and remove in one commit. */
  readonly mixes: boolean;
  keyPackage(): Promise<Uint8Array>;
  createGroup(groupId: Uint8Array): Promise<void>;
  join(welcome: Uint8Array): Promise<void>;
  /** Commits, and goes on to the next epoch. With nothing to add or remove, an update of its own keys. */
  commit(adds: readonly Uint8Array[], removes: readonly number[]): Promise<MadeCommit>;
  /** Takes somebody else's commit. Returns whether it is still a member. */
  process(commit: Uint8Array): Promise<boolean>;
  seal(data: Uint8Array): Promise<Uint8Array>;
  open(message: Uint8Array): Promise<Uint8Array>;
  /** MLS-Exporter("exporter", "", length) of its epoch. */
  exported(length: number): Promise<Uint8Array>;
}

/** A basic credential in the only form that core-crypto takes: `<uuid>:<device>@<domain>`. */
export function peerIdentity(number: number): Uint8Array {
  return new TextEncoder().encode(`${uuidOf(number)}:${number.toString(16)}@${DOMAIN}`);
}

export const DOMAIN = "sotto.test";

export function uuidOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}
