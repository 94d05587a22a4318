import { Observable } from "../media/Observable.ts";
import { readRooms, type RecentRoom, withoutRoom, withRoom, writeRooms } from "../state/recentRooms.ts";

/** Keeps one small thing on this device, sealed. */
export interface Vault {
  /** Undefined if there is nothing, or nothing that can be opened. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Forgets it, with the key. */
  clear(): Promise<void>;
}

/** The calls that were joined on this device, newest first. Nothing of it leaves the device. */
export class RecentRooms {
  /** Empty until `load`. */
  readonly list = new Observable<readonly RecentRoom[]>([]);
  readonly #vault: Vault;
  /** One change after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Reads what is kept. Where nothing can be kept (private windows), the list is empty. */
  load(): Promise<void> {
    return this.#change(() => undefined);
  }

  remember(room: RecentRoom): Promise<void> {
    return this.#change((rooms) => withRoom(rooms, room));
  }

  forget(hash: string): Promise<void> {
    return this.#change((rooms) => withoutRoom(rooms, hash));
  }

  forgetAll(): Promise<void> {
    return this.#change(() => []);
  }

  /** `work` gives the new list, or undefined if it stays. What another tab has written meanwhile is read first. */
  #change(work: (rooms: readonly RecentRoom[]) => readonly RecentRoom[] | undefined): Promise<void> {
    const change = async () => {
      const rooms = readRooms(await this.#vault.read());
      const changed = work(rooms);
      if (changed !== undefined) {
        await (changed.length === 0 ? this.#vault.clear() : this.#vault.write(writeRooms(changed)));
      }
      this.list.set(changed ?? rooms);
    };
    // A device that keeps nothing just forgets.
    const done = this.#last.then(change).catch(() => undefined);
    this.#last = done;
    return done;
  }
}
