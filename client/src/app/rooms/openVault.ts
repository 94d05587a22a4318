import type { Vault } from "./RecentRooms.ts";

const STORE = "sealed";
const ENTRY = "rooms";

/** AES-GCM's usual nonce. */
const NONCE_BYTES = 12;

/** The key is a handle that cannot be exported; its bytes are nowhere in what the browser writes for us. */
interface Sealed {
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

/** The vault of this browser profile: sealed with AES-256-GCM under a key that is fresh with each writing. */
export function openVault(database: "sotto-rooms" | "sotto-backdrop"): Vault {
  const inStore = storeOf(database);
  return {
    read: async () => {
      const found = await inStore<unknown>("readonly", (store) => store.get(ENTRY));
      if (found === undefined) return undefined;
      const { key, nonce, sealed } = found as Sealed;
      const algorithm = { name: "AES-GCM", iv: nonce };
      // Damaged, or from elsewhere: as if it were not there.
      const opened = await crypto.subtle.decrypt(algorithm, key, sealed).catch(() => undefined);
      return opened && new Uint8Array(opened);
    },
    write: async (bytes) => {
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
        "encrypt",
        "decrypt",
      ]);
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, bytes);
      await inStore("readwrite", (store) => store.put({ key, nonce, sealed } satisfies Sealed, ENTRY));
    },
    clear: async () => {
      await inStore("readwrite", (store) => store.clear());
    },
  };
}

function storeOf(name: string) {
  return async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
    const database = await settled(opening);
    try {
      return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("database request failed"));
  });
}
