/** What the processes of a storm tell each other. */
import type { SuiteName } from "@sotto/keyserver-protocol/member";

/** To a process: who to be. */
export interface StormOrder {
  readonly linkSecret: string;
  readonly keyserverUrl: string;
  readonly suite: SuiteName;
  /** When each of its members comes, ms after `go`. */
  readonly arrivals: readonly number[];
}

export type ToMembers =
  | { readonly type: "order"; readonly order: StormOrder }
  | { readonly type: "go" }
  | { readonly type: "stop" };

/** Where all members of a process are; undefined while they are not in one epoch. */
export interface Whereabouts {
  readonly epoch: number;
  readonly callCode: string;
  readonly people: number;
}

export type FromMembers =
  | { readonly type: "ready" }
  | { readonly type: "at"; readonly at: Whereabouts | undefined }
  | {
      readonly type: "stopped";
      /** CPU time since `go`, ms. */
      readonly cpuMs: number;
      readonly bytesReceived: number;
      readonly bytesSent: number;
    };
