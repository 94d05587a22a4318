import type { LeafIndex } from "@sotto/shared/ids";
import { createGroup, decodeMlsMessage, emptyPskIndex, joinGroupWithExtensions } from "ts-mls";
import { makeKeyPackageRef } from "ts-mls/keyPackage.js";
import { openApplication, sealApplication } from "../application.ts";
import { prepareCommit } from "../commit.ts";
import { readCommit } from "../commitView.ts";
import { clientConfig, type CheckIdentity } from "../config.ts";
import { exportSecret, leavesOf, type MlsGroup } from "../group.ts";
import {
  generateKeyPackage,
  generateLeafKey,
  type JoinerKeyPackage,
  type OwnKeyPackage,
} from "../keyPackage.ts";
import { processCommit } from "../process.ts";
import { retire } from "../retire.ts";
import type { MlsSuite } from "../suite.ts";
import { peerIdentity, type GroupMember, type MadeCommit } from "./groupMember.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const anybody: CheckIdentity = () => Promise.resolve(true);

/**
 * A group member that runs on what calls run on. Only the ways into a group go past the wrapper: it insists on the
 * extensions of a call, which no other implementation knows.
 */
export class SottoMember implements GroupMember {
  readonly number: number;
  readonly mixes = true;
  readonly #suite: MlsSuite;
  readonly #check: CheckIdentity;
  #own: OwnKeyPackage | undefined;
  #group: MlsGroup | undefined;

  constructor(number: number, suite: MlsSuite, check: CheckIdentity = anybody) {
    this.number = number;
    this.#suite = suite;
    this.#check = check;
  }

  /** Takes part in a group whose state was made elsewhere. */
  enter(group: MlsGroup): void {
    this.#group = group;
  }

  async keyPackage(): Promise<Uint8Array> {
    const own = await generateKeyPackage(this.#suite, peerIdentity(this.number), generateLeafKey(random));
    this.#own = own;
    return own.message;
  }

  async createGroup(groupId: Uint8Array): Promise<void> {
    await this.keyPackage();
    const { publicPackage, privatePackage } = this.#ownPackage;
    const state = await createGroup(
      groupId,
      publicPackage,
      privatePackage,
      [],
      this.#suite.impl,
      clientConfig(this.#check),
    );
    this.#group = { suite: this.#suite, state };
  }

  async join(message: Uint8Array): Promise<void> {
    const decoded = decodeMlsMessage(message, 0)?.[0];
    if (decoded?.wireformat !== "mls_welcome") throw new Error("not a Welcome");
    const { publicPackage, privatePackage } = this.#ownPackage;
    const [state] = await joinGroupWithExtensions(
      decoded.welcome,
      publicPackage,
      privatePackage,
      emptyPskIndex,
      this.#suite.impl,
      undefined,
      undefined,
      clientConfig(this.#check),
    );
    this.#group = { suite: this.#suite, state };
  }

  async commit(adds: readonly Uint8Array[], removes: readonly number[]): Promise<MadeCommit> {
    const { next, message, welcome } = await prepareCommit(this.group, {
      adds: await Promise.all(adds.map((keyPackage) => this.#joiner(keyPackage))),
      removes: removes.map((number) => this.#leafOf(number)),
      logExtension: new Uint8Array(4),
    });
    this.#moveTo(next);
    return { message, welcome };
  }

  async process(commit: Uint8Array): Promise<boolean> {
    const processed = await processCommit(this.group, readCommit(commit), () => undefined);
    if (processed.kind === "removed") return false;
    this.#moveTo(processed.next);
    return true;
  }

  async seal(data: Uint8Array): Promise<Uint8Array> {
    const { next, message } = await sealApplication(this.group, data);
    this.#group = next;
    return message;
  }

  async open(message: Uint8Array): Promise<Uint8Array> {
    const { next, data } = await openApplication(this.group, message);
    this.#group = next;
    return data;
  }

  exported(length: number): Promise<Uint8Array> {
    return exportSecret(this.group, "exporter", new Uint8Array(), length);
  }

  get group(): MlsGroup {
    if (this.#group === undefined) throw new Error("in no group");
    return this.#group;
  }

  get #ownPackage(): OwnKeyPackage {
    if (this.#own === undefined) throw new Error("no key package");
    return this.#own;
  }

  #moveTo(next: MlsGroup): void {
    retire(this.group, next);
    this.#group = next;
  }

  async #joiner(message: Uint8Array): Promise<JoinerKeyPackage> {
    const decoded = decodeMlsMessage(message, 0)?.[0];
    if (decoded?.wireformat !== "mls_key_package") throw new Error("not a key package");
    const { keyPackage } = decoded;
    const { credential, signaturePublicKey } = keyPackage.leafNode;
    if (credential.credentialType !== "basic") throw new Error("not a basic credential");
    const reference = await makeKeyPackageRef(keyPackage, this.#suite.impl.hash);
    return { keyPackage, reference, identity: credential.identity, leafPublicKey: signaturePublicKey };
  }

  #leafOf(number: number): LeafIndex {
    const identity = peerIdentity(number);
    const found = leavesOf(this.group).find((leaf) => Buffer.compare(leaf.identity, identity) === 0);
    if (found === undefined) throw new Error(`no leaf of member ${number}`);
    return found.leaf;
  }
}
