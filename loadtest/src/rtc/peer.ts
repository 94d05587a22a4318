import type * as Library from "node-datachannel";

export type Rtc = typeof Library;

let loaded: Promise<Rtc> | undefined;

/**
 * The native WebRTC library. It comes as a ready binary inside its npm package, and not for every platform.
 * @throws Error that says so in words where there is none for this machine
 */
export async function loadRtc(): Promise<Rtc> {
  loaded ??= import("node-datachannel").catch((cause: unknown) => {
    throw new Error(
      `The load tester's WebRTC library (node-datachannel) has no binary for this machine (${process.platform}, ${process.arch}).`,
      { cause },
    );
  });
  const rtc = await loaded;
  // Its words go nowhere: what matters shows in states.
  rtc.initLogger("Fatal", () => undefined);
  return rtc;
}

/** The address to gather candidates on so that a server on the loopback is reached without a way round. */
export function bindAddressFor(server: { readonly iceCandidates: readonly { readonly address: string }[] }): {
  readonly bindAddress?: string;
} {
  const isLocal = server.iceCandidates.every(({ address }) => address.startsWith("127."));
  return isLocal ? { bindAddress: "127.0.0.1" } : {};
}

/** Resolves when the connection is up. @throws if it fails or is closed before, or takes longer than `ms` */
export async function untilConnected(
  peer: { onStateChange(listener: (state: string) => void): void },
  ms: number,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("no connection to the media server in time"));
    }, ms);
    peer.onStateChange((state) => {
      if (state === "connected") resolve();
      else if (state === "failed" || state === "closed") reject(new Error(`media connection ${state}`));
      else return;
      clearTimeout(timer);
    });
  });
}
