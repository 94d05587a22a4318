import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as CoreCryptoLibrary from "@wireapp/core-crypto/browser";
import type {
  ClientId,
  CommitBundle,
  ConversationId,
  CoreCrypto,
  CoreCryptoContext,
  CredentialRef,
} from "@wireapp/core-crypto/browser";
import { DOMAIN, uuidOf, type GroupMember, type MadeCommit } from "./groupMember.ts";

/** Version and wire format before what an MLSMessage carries, RFC 9420 §6. */
const KEY_PACKAGE_HEADER = Uint8Array.of(0, 1, 0, 5);

type Library = typeof CoreCryptoLibrary;

/** A group member that runs on core-crypto, an implementation of RFC 9420 that shares no code with ours. */
export class CoreCryptoMember implements GroupMember {
  readonly number: number;
  readonly mixes = false;
  readonly #library: Library;
  readonly #core: CoreCrypto;
  readonly #credential: CredentialRef;
  /** Commits that it has made and nobody has fetched. */
  readonly #outbox: CommitBundle[];
  #conversation: ConversationId | undefined;

  private constructor(
    number: number,
    library: Library,
    core: CoreCrypto,
    credential: CredentialRef,
    outbox: CommitBundle[],
  ) {
    this.number = number;
    this.#library = library;
    this.#core = core;
    this.#credential = credential;
    this.#outbox = outbox;
  }

  static async open(number: number): Promise<CoreCryptoMember> {
    const library = await load();
    const core = library.CoreCrypto.new(await library.Database.inMemory());
    const outbox: CommitBundle[] = [];
    const transport = {
      sendCommitBundle: (bundle: CommitBundle) => {
        outbox.push(bundle);
        return Promise.resolve();
      },
      prepareForTransport: () => Promise.reject(new Error("history is not shared")),
    };
    const client = clientId(library, number);
    const credential = await core.transaction(async (context) => {
      await context.mlsInit(client, transport);
      const suite = library.CipherSuite.Mls128Dhkemx25519Aes128gcmSha256Ed25519;
      return context.addCredential(library.Credential.basic(suite, client));
    });
    return new CoreCryptoMember(number, library, core, credential, outbox);
  }

  async keyPackage(): Promise<Uint8Array> {
    const bytes = await this.#core.transaction(async (context) =>
      (await context.generateKeyPackage(this.#credential)).serialize(),
    );
    return Uint8Array.of(...KEY_PACKAGE_HEADER, ...bytes);
  }

  async createGroup(groupId: Uint8Array): Promise<void> {
    const conversation = new this.#library.ConversationId(groupId);
    await this.#core.transaction((context) => context.createConversation(conversation, this.#credential));
    this.#conversation = conversation;
  }

  async join(welcome: Uint8Array): Promise<void> {
    const message = new this.#library.Welcome(welcome);
    this.#conversation = await this.#core.transaction((context) => context.processWelcomeMessage(message));
  }

  async commit(adds: readonly Uint8Array[], removes: readonly number[]): Promise<MadeCommit> {
    if (adds.length > 0 && removes.length > 0) throw new Error("core-crypto does not mix");
    const { KeyPackage } = this.#library;
    const joiners = adds.map((message) => new KeyPackage(message.slice(KEY_PACKAGE_HEADER.length)));
    const gone = removes.map((number) => clientId(this.#library, number));
    await this.#core.transaction((context) => this.#make(context, joiners, gone));
    const bundle = this.#outbox.pop();
    if (bundle === undefined) throw new Error("no commit was made");
    return { message: bundle.commit, welcome: bundle.welcome?.serialize() };
  }

  async process(commit: Uint8Array): Promise<boolean> {
    const result = await this.#core.transaction((context) => context.decryptMessage(this.#group, commit));
    if (!this.#library.DecryptedMessage.Commit.instanceOf(result)) throw new Error("not a commit");
    return result.inner.isActive;
  }

  seal(data: Uint8Array): Promise<Uint8Array> {
    return this.#core.transaction((context) => context.encryptMessage(this.#group, data));
  }

  async open(message: Uint8Array): Promise<Uint8Array> {
    const result = await this.#core.transaction((context) => context.decryptMessage(this.#group, message));
    if (!this.#library.DecryptedMessage.Text.instanceOf(result)) throw new Error("not a message");
    return result.inner.plaintext;
  }

  async exported(length: number): Promise<Uint8Array> {
    return (await this.#core.exportSecretKey(this.#group, length)).copyBytes();
  }

  get #group(): ConversationId {
    if (this.#conversation === undefined) throw new Error("in no group");
    return this.#conversation;
  }

  #make(
    context: CoreCryptoContext,
    joiners: InstanceType<Library["KeyPackage"]>[],
    gone: ClientId[],
  ): Promise<void> {
    if (joiners.length > 0) return context.addClientsToConversation(this.#group, joiners);
    if (gone.length > 0) return context.removeClientsFromConversation(this.#group, gone);
    return context.updateKeyingMaterial(this.#group);
  }
}

function clientId(library: Library, number: number): ClientId {
  const device = library.DeviceId.fromHexString(number.toString(16));
  return new library.ClientId(new library.Uuid(uuidOf(number)), device, DOMAIN);
}

let loading: Promise<Library> | undefined;

function load(): Promise<Library> {
  loading ??= loadInNode();
  return loading;
}

/** Its build for Node needs a newer C library than some systems have; the one for browsers runs if it sees a window. */
async function loadInNode(): Promise<Library> {
  const binary = new Uint8Array(await readFile(wasmFile()));
  Object.assign(globalThis, { window: globalThis, Window: class {} });
  const library = await import("@wireapp/core-crypto/browser");
  const { fetch } = globalThis;
  globalThis.fetch = () =>
    Promise.resolve(new Response(binary, { headers: { "content-type": "application/wasm" } }));
  try {
    await library.initWasmModule("index_bg.wasm");
  } finally {
    globalThis.fetch = fetch;
  }
  return library;
}

/** The package exports neither its WASM nor its manifest, by which it could be found. */
function wasmFile(): string {
  const folders = createRequire(import.meta.url).resolve.paths("@wireapp/core-crypto") ?? [];
  const inPackage = "@wireapp/core-crypto/dist/browser/autogenerated/wasm-bindgen/index_bg.wasm";
  const file = folders.map((folder) => join(folder, inPackage)).find((path) => existsSync(path));
  if (file === undefined) throw new Error("core-crypto is not installed");
  return file;
}
