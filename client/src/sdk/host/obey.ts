import type { RequestKind, RequestMessage } from "@sotto/keyserver-protocol/member";

/** What a host's request does to this device. */
export interface Obedience {
  mute(): void;
  stopCamera(): void;
  stopScreen(): void;
}

/**
 * Does what a host asks this device to. The member has checked that a host asks. To unmute somebody is theirs to do:
 * that request is shown and nothing more.
 * @returns whether we were meant
 */
export function obey(request: RequestMessage, ownLeaf: number | undefined, own: Obedience): boolean {
  if (request.target !== "everybody" && request.target !== ownLeaf) return false;
  const deeds: Readonly<Record<RequestKind, () => void>> = {
    mute: () => own.mute(),
    "stop-camera": () => own.stopCamera(),
    "stop-screen": () => own.stopScreen(),
    unmute: () => undefined,
  };
  deeds[request.kind]();
  return true;
}
