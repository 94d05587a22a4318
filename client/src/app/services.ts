import { createContext, useContext } from "react";
import type { CallServers } from "../sdk/index.ts";
import type { Embedding } from "./embedding.ts";
import type * as callParts from "./callParts.ts";
import type { CaptureSource } from "./media/LocalDevices.ts";
import type { RecentRooms } from "./rooms/index.ts";
import type { Missing } from "./media/browserSupport.ts";

export type CallParts = Pick<typeof callParts, "CallControls" | "CallScreen" | "joinCall">;

/** Everything the screens use of the world outside: given once, at the top. */
export interface AppServices {
  /** Fetches what a call needs, once. Rejects where the network fails; the next call tries again. */
  readonly loadCall: () => Promise<CallParts>;
  readonly servers: CallServers;
  readonly rotateSeconds: number;
  /** Whether hiding one's address behind relays can be offered. */
  readonly relays: boolean;
  readonly captureSource: CaptureSource | undefined;
  readonly storage: Storage;
  /** What this browser lacks for a call; empty if nothing. */
  readonly missing: readonly Missing[];
  /** ⌘ takes the place of Ctrl. */
  readonly isMac: boolean;
  /** Absent where no calls are remembered. */
  readonly recentRooms?: RecentRooms;
  /** The page that the app is part of; absent where it is a page of its own. */
  readonly embedding?: Embedding;
}

const Services = createContext<AppServices | undefined>(undefined);

export const ServicesProvider = Services.Provider;

/** The services of this app. Throws outside of its provider. */
export function useServices(): AppServices {
  const services = useContext(Services);
  if (services === undefined) throw new Error("no services above this component");
  return services;
}
