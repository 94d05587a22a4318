/**
 * The key worker: holds the device key and the member's end of the key agreement. Base keys go straight to the frame
 * worker over a port; the page gets the roster, the epoch's number and what it needs to reach the forwarding server.
 */
import { type MemberEvent, type MemberSession, openMember } from "@sotto/keyserver-protocol/member";
import { fromBase64Url, SottoError, toBase64Url, zeroize } from "@sotto/shared/codec";
import { asLinkSecret, asParticipantId, withPassword } from "@sotto/shared/ids";
import type { FromKeys, KeysReady, PlainError, ToKeys } from "../protocol.ts";
import { DataDesk, isDataRequest } from "./data/index.ts";
import { openDeviceKey } from "./deviceKey.ts";
import { Identities } from "./Identities.ts";
import { openIdentityMemory } from "./identityStore.ts";
import { toMemberAction } from "./hosting.ts";
import { splitEvent } from "./splitEvent.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let session: MemberSession | undefined;
let identities: Identities | undefined;
/** To the frame worker. */
let frames: MessagePort | undefined;
const data = new DataDesk(tell, () => performance.now());

/** How often old keys are looked for, ms. */
const EXPIRY_MS = 500;

function tell(message: FromKeys): void {
  scope.postMessage(message);
}

function plain(error: unknown): PlainError {
  if (error instanceof SottoError) return { code: error.code, message: error.message };
  return { code: "keys/internal", message: "the key worker failed" };
}

function tellIdentities(): void {
  if (identities === undefined) return;
  tell({
    type: "identities",
    people: [...identities.people()],
    linkedDevices: identities.linkedDevices(),
  });
}

async function act({ id, action }: ToKeys & { type: "identity" }): Promise<void> {
  try {
    await identities?.act(action);
    tellIdentities();
    tell({ type: "identityDone", id });
  } catch (error) {
    tell({ type: "identityDone", id, error: plain(error) });
  }
}

/** Takes notice of what an event says of people's identities, before the page hears of it. */
function takeNotice(event: MemberEvent): void {
  if (identities === undefined) return;
  if (event.type === "epoch") {
    // What can not be kept is not known in the next call; this one goes on.
    identities.meet(event.roster).catch(() => undefined);
    tellIdentities();
  }
  if (event.type === "app" && event.message.type === "link") {
    const heard = identities.heard(toBase64Url(event.participantId), event.message);
    heard.then((isNews) => (isNews ? tellIdentities() : undefined)).catch(() => undefined);
  }
}

function deliver(event: MemberEvent, rotateMs: number): void {
  takeNotice(event);
  const { toFrames, toPage } = splitEvent(event, rotateMs);
  if (event.type === "epoch") zeroize(event.baseKey);
  if (toFrames !== undefined)
    frames?.postMessage(toFrames, toFrames.type === "epoch" ? [toFrames.baseKey] : []);
  if (toPage !== undefined) tell(toPage);
  data.event(event);
}

async function open(options: ToKeys & { type: "open" }): Promise<void> {
  const { linkSecret, tabSecret, keyserverUrl, displayName, rotateMs } = options;
  const { password, suite, expectedSize, policy, waitForCall } = options;
  frames = options.frames;
  try {
    const device = await openDeviceKey();
    const own = new Identities(device, await openIdentityMemory(), {
      now: () => Date.now(),
      // Refused only when the session has ended, and the call with it.
      publish: (message) => void session?.publish(message).catch(() => undefined),
    });
    identities = own;
    session = openMember({
      linkSecret:
        password === undefined ? asLinkSecret(linkSecret) : withPassword(asLinkSecret(linkSecret), password),
      tabSecret,
      keyserverUrl,
      displayName,
      rotateMs,
      device,
      crossSignatures: () => own.links.signatures(),
      WebSocket,
      onEvent: (event) => deliver(event, rotateMs),
      ...(suite === undefined ? {} : { suite }),
      ...(expectedSize === undefined ? {} : { expectedSize }),
      ...(policy === undefined ? {} : { policy }),
      ...(waitForCall === undefined ? {} : { waitForCall }),
    });
  } catch (error) {
    tell({ type: "phase", phase: "failed", error: plain(error) });
  }
}

/** Answers what was asked under an id. Without one nobody waits: the end of a session is told by its phase. */
async function settle(id: number | undefined, done: Promise<void> | undefined): Promise<void> {
  try {
    await done;
    if (id !== undefined) tell({ type: "done", id });
  } catch (error) {
    if (id !== undefined) tell({ type: "done", id, error: plain(error) });
  }
}

async function leave(): Promise<void> {
  // Whether the goodbye was heard or not, there is nothing left to do here.
  await session?.leave().catch(() => undefined);
  tell({ type: "left" });
}

scope.onmessage = ({ data: message }: MessageEvent<ToKeys>) => {
  if (isDataRequest(message)) {
    data.request(message, session);
    return;
  }
  switch (message.type) {
    case "open":
      void open(message);
      break;
    case "publish":
      void settle(message.id, session?.publish(message.message));
      break;
    case "act":
      void settle(
        message.id,
        Promise.resolve().then(() => session?.act(toMemberAction(message.action))),
      );
      break;
    case "hintGone":
      session?.hintGone(asParticipantId(fromBase64Url(message.participantKey)));
      break;
    case "frames":
      frames = message.frames;
      tell({ type: "framesConnected" });
      break;
    case "identity":
      void act(message);
      break;
    case "leave":
      void leave();
      break;
  }
};

setInterval(() => {
  data.tick();
}, EXPIRY_MS);
scope.postMessage({ type: "ready" } satisfies KeysReady);
