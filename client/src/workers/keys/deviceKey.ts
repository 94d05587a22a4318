import type { DeviceKey } from "@sotto/keyserver-protocol/member";
import { SottoError } from "@sotto/shared/codec";

const DATABASE = "sotto";
const STORE = "device";
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
    const database = await openDatabase();
    try {
      const known = await get(database);
      if (known !== undefined) return known;
      await putIfAbsent(database, await createPair());
      // Another tab may have been first: what is stored counts.
      const stored = await get(database);
      if (stored === undefined) throw new Error("the device key was not kept");
      return stored;
    } finally {
      database.close();
    }
  } catch (cause) {
    throw new SottoError("browser/unsupported", "this browser cannot make or keep a device key", { cause });
  }
}

async function createPair(): Promise<StoredPair> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { privateKey: pair.privateKey, publicKey };
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(STORE);
  return settled(request);
}

function get(database: IDBDatabase): Promise<StoredPair | undefined> {
  const request = database.transaction(STORE).objectStore(STORE).get(ENTRY) as IDBRequest<
    StoredPair | undefined
  >;
  return settled(request);
}

/** One transaction reads and writes, so of two tabs only one creates. */
function putIfAbsent(database: IDBDatabase, pair: StoredPair): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const count = store.count(ENTRY);
    count.onsuccess = () => {
      if (count.result === 0) store.put(pair, ENTRY);
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("transaction aborted"));
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("database request failed"));
  });
}
