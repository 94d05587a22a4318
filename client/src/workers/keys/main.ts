/**
 * The key worker: holds the device key and the member's end of the key agreement. Base keys go straight to the frame
 * worker over a port; the page gets the roster, the epoch's number and what it needs to reach the forwarding server.
 */
import { type MemberEvent, type MemberSession, openMember } from "@sotto/keyserver-protocol/member";
import { fromBase64Url, SottoError, zeroize } from "@sotto/shared/codec";
import { asLinkSecret, asParticipantId } from "@sotto/shared/ids";
import type { FromKeys, PlainError, ToKeys } from "../protocol.ts";
import { openDeviceKey } from "./deviceKey.ts";
import { splitEvent } from "./splitEvent.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let session: MemberSession | undefined;

function tell(message: FromKeys): void {
  scope.postMessage(message);
}

function plain(error: unknown): PlainError {
  if (error instanceof SottoError) return { code: error.code, message: error.message };
  return { code: "keys/internal", message: "the key worker failed" };
}

function deliver(event: MemberEvent, rotateMs: number, frames: MessagePort): void {
  const { toFrames, toPage } = splitEvent(event, rotateMs);
  if (event.type === "epoch") zeroize(event.baseKey);
  if (toFrames !== undefined) frames.postMessage(toFrames, [toFrames.baseKey]);
  if (toPage !== undefined) tell(toPage);
}

async function open(options: ToKeys & { type: "open" }): Promise<void> {
  const { frames, linkSecret, tabSecret, keyserverUrl, displayName, rotateMs, suite } = options;
  try {
    session = openMember({
      linkSecret: asLinkSecret(linkSecret),
      tabSecret,
      keyserverUrl,
      displayName,
      rotateMs,
      device: await openDeviceKey(),
      WebSocket,
      onEvent: (event) => deliver(event, rotateMs, frames),
      ...(suite === undefined ? {} : { suite }),
    });
  } catch (error) {
    tell({ type: "phase", phase: "failed", error: plain(error) });
  }
}

async function leave(): Promise<void> {
  // Whether the goodbye was heard or not, there is nothing left to do here.
  await session?.leave().catch(() => undefined);
  tell({ type: "left" });
}

scope.onmessage = ({ data }: MessageEvent<ToKeys>) => {
  switch (data.type) {
    case "open":
      void open(data);
      break;
    case "publish":
      // Refused only when the session has ended, which its phase has told.
      session?.publish(data.message).catch(() => undefined);
      break;
    case "hintGone":
      session?.hintGone(asParticipantId(fromBase64Url(data.participantKey)));
      break;
    case "leave":
      void leave();
      break;
  }
};
