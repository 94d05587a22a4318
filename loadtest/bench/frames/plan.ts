/** What is compared, in page and program. */

/** What stands between encoder and network. */
export const modes = ["none", "passThrough", "suite5", "suite4", "livekit"] as const;
export type Mode = (typeof modes)[number];

/** What is sent, together or one by one. */
export const kinds = ["audio", "180p", "360p", "720p"] as const;
export type Kind = (typeof kinds)[number];

export const directions = ["encrypt", "decrypt"] as const;
export type Direction = (typeof directions)[number];

/** What runs in one slice of time: a call with sound and a picture, or one kind alone. */
export const loads = ["call", ...kinds] as const;
export type Load = (typeof loads)[number];

export function kindsOf(load: Load): readonly Kind[] {
  return load === "call" ? ["audio", "360p"] : [load];
}

/** Frames that were sent and received since the page began. */
export type Counts = Readonly<Record<Kind, { readonly encrypt: number; readonly decrypt: number }>>;

/** Bytes of frames before and after a worker changed them. */
export interface Metered {
  readonly frames: number;
  readonly before: number;
  readonly after: number;
}

/** What the program asks of a page. */
export interface BenchPage {
  /** @param metered workers count bytes, which costs them time */
  begin(mode: Mode, metered: boolean): void;
  /** Starts the worker for one direction of all kinds; resolves when it listens. */
  startWorker(direction: Direction): Promise<void>;
  connect(): Promise<void>;
  /** Sends these kinds and no others. */
  activate(active: readonly Kind[]): Promise<void>;
  counts(): Promise<Counts>;
  /** Of the worker that encrypts, since it was asked last. */
  metered(): Promise<Metered>;
}
