import type { Notification, ResponseData } from "@sotto/shared/signalling";
import type { FromKeys, ToKeys } from "../../workers/protocol.ts";
import { SdkError } from "../SdkError.ts";
import { Evictions } from "./Evictions.ts";
import { DataChannels, type DataChannelPlace } from "./DataChannels.ts";

/** How a data message is sent. */
export interface DataOptions {
  /** Not sent again when lost, and dropped when there is no room: for what is soon replaced by something newer. */
  readonly lossy?: boolean;
  /** A participant's key, to reach only them. Others could still read it, if a server sent it to them. */
  readonly to?: string;
}

/** What comes for a topic: who it is from, as the members' keys prove, and what they sent. */
export type DataListener = (from: string, bytes: Uint8Array) => void;

/** Messages between the members of a call, sealed in the key worker: for pointers, drawing, files. */
export interface CallDataFacet {
  /**
   * Sends to all others, or to one. Resolves when the message is on its way: reliable ones wait for room.
   * @param topic at most 32 bytes of UTF-8
   * @param bytes at most 60 KiB
   * @throws SdkError `data/too-large`, `data/unknown-participant`, `data/no-key`, `data/busy`, `data/closed`
   */
  send(topic: string, bytes: Uint8Array, options?: DataOptions): Promise<void>;
  /** Listens to a topic. Returns the function that ends it. */
  on(topic: string, listener: DataListener): () => void;
}

/** What the key worker says about data messages. */
type FromKeysData = Extract<FromKeys, { type: "toSend" | "sealed" | "data" }>;

/** Messages that may wait for room, so that whoever sends too much hears of it. */
const MAX_WAITING = 256;

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: SdkError) => void;
}

/** Whether a message of the key worker's is about data messages. */
export function isAboutData(message: FromKeys): message is FromKeysData {
  return message.type === "toSend" || message.type === "sealed" || message.type === "data";
}

/**
 * Carries sealed bytes between the key worker and the forwarding server's data channels, and keeps that server's door.
 * Holds no key.
 */
export class CallData implements CallDataFacet {
  readonly #post: (message: ToKeys, transfer?: Transferable[]) => void;
  readonly #others: () => number;
  readonly #listeners = new Map<string, Set<DataListener>>();
  readonly #sealing = new Map<number, Waiting>();
  readonly #evictions = new Evictions();
  #channels: DataChannels | undefined;
  /** Reliable messages keep their order also while they wait for room. */
  #reliable: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #lastId = 0;
  #isOver = false;

  /** @param others how many other members there are */
  constructor(post: (message: ToKeys, transfer?: Transferable[]) => void, others: () => number) {
    this.#post = post;
    this.#others = others;
  }

  async send(topic: string, bytes: Uint8Array, { lossy = false, to }: DataOptions = {}): Promise<void> {
    if (this.#isOver) throw new SdkError("data/closed", "nothing is sent any more");
    if (this.#waiting >= MAX_WAITING) throw new SdkError("data/busy", "too many messages wait");
    this.#waiting += 1;
    try {
      const sealed = await this.#seal(topic, bytes, lossy, to ?? null);
      await this.#pass(sealed, lossy, to ?? null);
    } finally {
      this.#waiting -= 1;
    }
  }

  on(topic: string, listener: DataListener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic);
    };
  }

  /** Takes notice of a new epoch. */
  epoch(message: Extract<FromKeys, { type: "epoch" }>): void {
    this.#evictions.epoch(message);
  }

  /**
   * Goes over these transports from now on; `joined` is what the server said of who is there.
   * @throws if the server refuses
   */
  async open(place: Omit<DataChannelPlace, "limits">, joined: ResponseData<"join">): Promise<void> {
    this.#channels?.close();
    this.#evictions.open(
      place.connection,
      joined.participants.map(({ participantId }) => participantId),
    );
    const channels = new DataChannels(
      { ...place, limits: joined.limits },
      {
        open: (isOpen) => {
          this.#post({ type: "channel", isOpen });
        },
        message: (bytes, lossy) => {
          this.#post({ type: "heard", bytes, lossy }, [bytes.buffer as ArrayBuffer]);
        },
      },
    );
    this.#channels = channels;
    await channels.start();
  }

  /** The connection is gone; there may be another. */
  close(): void {
    this.#evictions.close();
    this.#channels?.close();
    this.#channels = undefined;
  }

  /** Nothing of the application's is sent from now on. Members' reports still are. */
  stop(): void {
    this.#isOver = true;
  }

  notified(notification: Notification): void {
    this.#evictions.notified(notification);
    this.#channels?.notified(notification);
  }

  /** Takes in what the key worker says. */
  keysSaid(message: FromKeysData): void {
    switch (message.type) {
      case "toSend":
        // A report that does not get through is followed by others.
        this.#send(message.bytes, message.lossy, message.to).catch(() => undefined);
        return;
      case "sealed": {
        const waiting = this.#sealing.get(message.id);
        this.#sealing.delete(message.id);
        const { bytes, error } = message;
        if (bytes !== undefined) waiting?.resolve(bytes);
        else
          waiting?.reject(new SdkError(error?.code ?? "data/failed", error?.message ?? "it was not sealed"));
        return;
      }
      case "data":
        for (const listener of this.#listeners.get(message.topic) ?? []) {
          listener(message.participantKey, message.bytes);
        }
    }
  }

  #seal(topic: string, bytes: Uint8Array, lossy: boolean, to: string | null): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const id = (this.#lastId += 1);
      this.#sealing.set(id, { resolve, reject });
      this.#post({ type: "seal", id, topic, bytes, lossy, to });
    });
  }

  /** Passes on what the application sends: reliable messages one after the other. */
  async #pass(bytes: Uint8Array, lossy: boolean, to: string | null): Promise<void> {
    const send = async (): Promise<void> => {
      if (this.#isOver) throw new SdkError("data/closed", "nothing is sent any more");
      await this.#send(bytes, lossy, to);
    };
    if (lossy) return await send();
    const sent = this.#reliable.then(send);
    this.#reliable = sent.catch(() => undefined);
    await sent;
  }

  async #send(bytes: Uint8Array, lossy: boolean, to: string | null): Promise<void> {
    if (this.#channels === undefined) throw new SdkError("data/closed", "the data channels are not open");
    await this.#channels.send(bytes, lossy, to, this.#others());
  }
}
