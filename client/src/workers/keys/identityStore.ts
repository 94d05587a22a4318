import { inStore, settled } from "./database.ts";
import type { StoredLink } from "./DeviceLinks.ts";
import type { IdentityMemory } from "./Identities.ts";
import { judged, type KnownDevice, met, surplus } from "./knownDevices.ts";

/** Reads what this browser profile remembers of other devices; what is remembered from now on is kept there too. */
export async function openIdentityMemory(): Promise<IdentityMemory> {
  const [known, links] = await Promise.all([
    inStore("known", "readonly", (store) => allOf<KnownDevice>(store)),
    inStore("linked", "readonly", (store) => allOf<StoredLink>(store)),
  ]);
  return {
    known,
    links,
    rememberMet,
    rememberJudged,
    keepLink: (device, link) => inStore("linked", "readwrite", (store) => done(store.put(link, device))),
    dropLink: (device) => inStore("linked", "readwrite", (store) => done(store.delete(device))),
  };
}

/** Remembers that these devices were met under these names, and forgets whom there is no more room for. */
async function rememberMet(
  devices: readonly { readonly device: string; readonly name: string }[],
  now: number,
): Promise<void> {
  await inStore("known", "readwrite", async (store) => {
    for (const { device, name } of devices) {
      // Read here, not from memory: another tab may have verified it in the meantime.
      store.put(met(await read(store, device), name, now), device);
    }
    for (const device of surplus(await allOf<KnownDevice>(store))) store.delete(device);
  });
}

/** Remembers what a person found by comparing keys with a device's owner. */
async function rememberJudged(device: string, name: string, isVerified: boolean, now: number): Promise<void> {
  await inStore("known", "readwrite", async (store) => {
    store.put(judged(await read(store, device), name, isVerified, now), device);
  });
}

async function done(request: IDBRequest): Promise<void> {
  await settled(request);
}

function read(store: IDBObjectStore, device: string): Promise<KnownDevice | undefined> {
  return settled(store.get(device) as IDBRequest<KnownDevice | undefined>);
}

async function allOf<T>(store: IDBObjectStore): Promise<ReadonlyMap<string, T>> {
  const [keys, values] = await Promise.all([
    settled(store.getAllKeys() as IDBRequest<string[]>),
    settled(store.getAll() as IDBRequest<T[]>),
  ]);
  return new Map(keys.flatMap((key, index) => (values[index] === undefined ? [] : [[key, values[index]]])));
}
