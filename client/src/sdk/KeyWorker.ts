import type { LinkSecret } from "@sotto/shared/ids";
import type { FromKeys, KeysReady, ToKeys } from "../workers/protocol.ts";
import type { JoinOptions } from "./Call.ts";
import type { CallError } from "./callState.ts";
import { SteadyWorker } from "./SteadyWorker.ts";
import { tabSecret } from "./tabSecret.ts";

/** Seconds between rotations where nobody says otherwise. */
export const DEFAULT_ROTATE_SECONDS = 30;

/** The page's end of the key worker: it says who is in the call, and never with which key. */
export class KeyWorker {
  readonly #worker: SteadyWorker<ToKeys, FromKeys | KeysReady>;

  /** `onFault` is called if there is no worker. */
  constructor(onMessage: (message: FromKeys) => void, onFault: (fault: CallError) => void) {
    const create = () => new Worker(new URL("../workers/keys/main.ts", import.meta.url), { type: "module" });
    this.#worker = new SteadyWorker(create, {
      message: (message) => {
        if (message.type !== "ready") onMessage(message);
      },
      fault: onFault,
    });
  }

  /** Has it join the call. `frames` is the port to the frame worker, on which epochs go. */
  open(frames: MessagePort, linkSecret: LinkSecret, options: JoinOptions): void {
    const { servers, displayName, password, suite, expectedSize, policy, waitForCall } = options;
    const { rotateSeconds = DEFAULT_ROTATE_SECONDS } = options;
    this.post(
      {
        type: "open",
        frames,
        linkSecret,
        tabSecret: tabSecret(globalThis.sessionStorage),
        keyserverUrl: servers.keyserverUrl,
        displayName,
        rotateMs: rotateSeconds * 1000,
        ...(password !== undefined && { password }),
        ...(suite !== undefined && { suite }),
        ...(expectedSize !== undefined && { expectedSize }),
        ...(policy !== undefined && { policy }),
        ...(waitForCall !== undefined && { waitForCall }),
      },
      [frames],
    );
  }

  post(message: ToKeys, transfer: Transferable[] = []): void {
    this.#worker.post(message, transfer);
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
