import type { DeviceKey } from "@sotto/keyserver-protocol/member";
import { SottoError } from "@sotto/shared/codec";
import { inStore, settled } from "./database.ts";

/** One device key for each browser profile. */
const ENTRY = "key";

/** What is stored: the private half is a handle that cannot be exported. */
interface StoredPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: Uint8Array;
}

/**
 * The device's long-lived Ed25519 key, made on first use. The private half never leaves WebCrypto.
 * @throws SottoError `browser/unsupported` if the browser has no Ed25519 or cannot keep keys
 */
export async function openDeviceKey(): Promise<DeviceKey> {
  const { privateKey, publicKey } = await loadOrCreate();
  return {
    publicKey,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, new Uint8Array(message))),
  };
}

async function loadOrCreate(): Promise<StoredPair> {
  try {
    const known = await read();
    if (known !== undefined) return known;
    const fresh = await createPair();
    await inStore("device", "readwrite", async (store) => {
      // One transaction looks and writes, so of two tabs only one creates.
      if ((await settled(store.count())) === 0) await settled(store.put(fresh, ENTRY));
    });
    // Another tab may have been first: what is stored counts.
    const stored = await read();
    if (stored === undefined) throw new Error("the device key was not kept");
    return stored;
  } catch (cause) {
    throw new SottoError("browser/unsupported", "this browser cannot make or keep a device key", { cause });
  }
}

function read(): Promise<StoredPair | undefined> {
  return inStore("device", "readonly", (store) =>
    settled(store.get(ENTRY) as IDBRequest<StoredPair | undefined>),
  );
}

async function createPair(): Promise<StoredPair> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { privateKey: pair.privateKey, publicKey };
}
