/** What a browser profile keeps of Sotto's: this device's key, the devices it has met, and one's other devices. */
const DATABASE = "sotto";
const VERSION = 2;

/** Object stores. `device` has been there since version 1; its keys are given, as are those of the others. */
export type StoreName = "device" | "known" | "linked";

/**
 * Opens the database, calls `work` with one transaction over a store, and closes it again, so that no tab holds up
 * another's newer version. Resolves with what `work` gave once the transaction is through; rejects if it is not.
 */
export async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T>,
): Promise<T> {
  const database = await open();
  try {
    const transaction = database.transaction(name, mode);
    const through = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("transaction aborted"));
    });
    const [result] = await Promise.all([work(transaction.objectStore(name)), through]);
    return result;
  } finally {
    database.close();
  }
}

/** The result of a request. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("database request failed"));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) request.result.createObjectStore("device" satisfies StoreName);
    request.result.createObjectStore("known" satisfies StoreName);
    request.result.createObjectStore("linked" satisfies StoreName);
  };
  return settled(request);
}
