import { asLeafIndex, type LeafIndex } from "@sotto/shared/ids";
import { decodeMlsMessage } from "ts-mls";
import { commitOrder, rotationOrder } from "../../rules/turns.ts";
import { prepareCommit, type PreparedCommit } from "../commit.ts";
import type { CheckIdentity } from "../config.ts";
import { createGroup, type MlsGroup } from "../group.ts";
import { generateKeyPackage, generateLeafKey, type JoinerKeyPackage } from "../keyPackage.ts";
import { pathCosts } from "../pathCost.ts";
import type { MlsSuite } from "../suite.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const nobody: ReadonlySet<LeafIndex> = new Set();

/** What a member of a crowd commits. */
export interface CrowdCommit {
  /** How many come in. */
  readonly joiners?: number;
  readonly removes?: readonly LeafIndex[];
}

/**
 * A group of any size whose every commit is real, and made by whoever's turn it is, but processed by nobody: the members
 * share one state, and each commits with their own signature key. For what depends on size and order only.
 */
export class Crowd {
  readonly #identityOf: (number: number) => Uint8Array;
  readonly #signatureKeys = new Map<LeafIndex, Uint8Array>();
  #group: MlsGroup;
  #numbers = 1;
  #lastCommitter: LeafIndex | undefined;

  private constructor(group: MlsGroup, identityOf: (number: number) => Uint8Array) {
    this.#group = group;
    this.#identityOf = identityOf;
    this.#signatureKeys.set(asLeafIndex(0), group.state.signaturePrivateKey);
  }

  /** A crowd of one. */
  static async begin(
    suite: MlsSuite,
    identityOf: (number: number) => Uint8Array,
    check: CheckIdentity = () => Promise.resolve(true),
  ): Promise<Crowd> {
    const own = await generateKeyPackage(suite, identityOf(0), generateLeafKey(random));
    return new Crowd(await createGroup(suite, random(16), own, new Uint8Array(), check), identityOf);
  }

  /** The shared state, as the one who committed last has it. */
  get group(): MlsGroup {
    return this.#group;
  }

  get leaves(): LeafIndex[] {
    return pathCosts(this.#group, nobody).map(({ leaf }) => leaf);
  }

  /** Who lets people in or removes these, by the turns of a call. */
  nextCommitter(removes: readonly LeafIndex[] = []): LeafIndex {
    return first(commitOrder(pathCosts(this.#group, new Set(removes)), nobody));
  }

  /** Who refreshes the keys next, by the turns of a call. */
  nextUpdater(): LeafIndex {
    return first(rotationOrder(pathCosts(this.#group, nobody), this.#lastCommitter, nobody));
  }

  /** Makes a commit, and leaves the crowd as it is. */
  async prepare(
    committer: LeafIndex,
    commit: CrowdCommit,
  ): Promise<PreparedCommit & { readonly adopt: () => void }> {
    const joiners = await Promise.all(
      Array.from({ length: commit.joiners ?? 0 }, (_, index) => this.#joiner(this.#numbers + index)),
    );
    const before = new Set(this.leaves);
    const prepared = await prepareCommit(this.#asSeenBy(committer), {
      adds: joiners.map(({ adding }) => adding),
      removes: commit.removes ?? [],
      logExtension: new Uint8Array(21),
    });
    return {
      ...prepared,
      adopt: () => {
        this.#group = prepared.next;
        this.#numbers += joiners.length;
        this.#lastCommitter = committer;
        for (const leaf of commit.removes ?? []) {
          this.#signatureKeys.delete(leaf);
          before.delete(leaf);
        }
        // The library gives joiners the lowest free leaves, in order.
        const added = this.leaves.filter((leaf) => !before.has(leaf));
        joiners.forEach(({ signatureKey }, index) =>
          this.#signatureKeys.set(added[index] ?? asLeafIndex(0), signatureKey),
        );
      },
    };
  }

  /** Lets this many in, by commits of at most `batch`, each by whoever's turn it is. Returns the commits' sizes. */
  async grow(
    joiners: number,
    batch: number,
  ): Promise<{ commitBytes: number; welcomeBytes: number; joiners: number }[]> {
    const sizes = [];
    for (let left = joiners; left > 0; left -= batch) {
      const size = Math.min(left, batch);
      const { message, welcome, adopt } = await this.prepare(this.nextCommitter(), { joiners: size });
      adopt();
      sizes.push({ commitBytes: message.length, welcomeBytes: welcome?.length ?? 0, joiners: size });
    }
    return sizes;
  }

  #asSeenBy(leaf: LeafIndex): MlsGroup {
    const signaturePrivateKey = this.#signatureKeys.get(leaf);
    if (signaturePrivateKey === undefined) throw new RangeError(`nobody at leaf ${leaf}`);
    const privatePath = { leafIndex: leaf, privateKeys: {} };
    return { ...this.#group, state: { ...this.#group.state, privatePath, signaturePrivateKey } };
  }

  async #joiner(number: number): Promise<{ adding: JoinerKeyPackage; signatureKey: Uint8Array }> {
    const leafKey = generateLeafKey(random);
    const identity = this.#identityOf(number);
    const own = await generateKeyPackage(this.#group.suite, identity, leafKey);
    const { publicPackage: keyPackage, reference } = own;
    const adding = { keyPackage, reference, identity, leafPublicKey: leafKey.publicKey };
    return { adding, signatureKey: leafKey.privateKey };
  }
}

/** Ciphertexts in the path of a commit. */
export function ciphertextsIn(message: Uint8Array): number {
  const decoded = decodeMlsMessage(message, 0)?.[0];
  if (decoded?.wireformat !== "mls_public_message") throw new Error("not a public message");
  const { content } = decoded.publicMessage;
  if (content.contentType !== "commit" || content.commit.path === undefined) throw new Error("no path");
  return content.commit.path.nodes.reduce((sum, node) => sum + node.encryptedPathSecret.length, 0);
}

function first(order: readonly LeafIndex[]): LeafIndex {
  const [leaf] = order;
  if (leaf === undefined) throw new Error("nobody is there");
  return leaf;
}
