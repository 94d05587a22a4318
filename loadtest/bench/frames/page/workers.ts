import type { Direction, Kind, Mode } from "../plan.ts";

/** RFC 9605's suites, and how long their base keys are. */
const suites = { suite4: 16, suite5: 32 } as const;

interface EncodedStreams {
  readonly readable: ReadableStream;
  readonly writable: WritableStream;
}
type End = (RTCRtpSender | RTCRtpReceiver) & {
  transform?: unknown;
  createEncodedStreams?(): EncodedStreams;
};
declare const RTCRtpScriptTransform: new (worker: Worker, options: unknown) => object;

/** Starts what a mode has for frames; resolves when it listens. */
export async function startWorker(
  mode: Exclude<Mode, "none">,
  direction: Direction,
  metered: boolean,
): Promise<Worker> {
  const script = mode === "suite4" || mode === "suite5" ? "ours" : mode;
  const worker = new Worker(`/${metered ? "metered-" : ""}${script}.js`, { type: "module", name: direction });
  const heard = (isIt: (data: Record<string, unknown>) => boolean): Promise<void> =>
    new Promise((resolve) => {
      worker.addEventListener("message", ({ data }: MessageEvent<Record<string, unknown>>) => {
        if (isIt(data)) resolve();
      });
    });
  switch (mode) {
    case "passThrough":
      await heard((data) => data["type"] === "ready");
      break;
    case "suite4":
    case "suite5":
      await heard((data) => data["type"] === "ready");
      giveKey(worker, mode, direction);
      break;
    case "livekit":
      await initializeLiveKit(worker, heard);
  }
  return worker;
}

function giveKey(worker: Worker, mode: "suite4" | "suite5", direction: Direction): void {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: "keys", port: port2 }, [port2]);
  port1.postMessage({
    ...{ type: "epoch", epoch: 300, cause: "create", suite: mode === "suite4" ? 4 : 5 },
    baseKey: new Uint8Array(suites[mode]).fill(7).buffer,
    rotateMs: 3_600_000,
    selfLeaf: direction === "encrypt" ? 1 : 2,
    members: [
      [1, "ana"],
      [2, "ben"],
    ],
  });
}

/** As its page does it: a key for a participant, with its own defaults. */
async function initializeLiveKit(
  worker: Worker,
  heard: (isIt: (data: Record<string, unknown>) => boolean) => Promise<void>,
): Promise<void> {
  const [keyProviderOptions, participantIdentity] = [
    { sharedKey: false, ratchetSalt: "LKFrameEncryptionKey", ratchetWindowSize: 8, failureTolerance: 10 },
    "ana",
  ];
  const begun = heard((data) => data["kind"] === "initAck");
  const options = { ...keyProviderOptions, keyringSize: 16, keySize: 128 };
  worker.postMessage({ kind: "init", data: { keyProviderOptions: options, loglevel: "silent" } });
  await begun;
  const enabled = heard((data) => data["kind"] === "enable");
  const key = await crypto.subtle.importKey("raw", new Uint8Array(32).fill(7), "PBKDF2", false, [
    "deriveBits",
    "deriveKey",
  ]);
  const setKey = { participantIdentity, isPublisher: true, key, keyIndex: 0, updateCurrentKeyIndex: true };
  worker.postMessage({ kind: "setKey", data: setKey });
  worker.postMessage({ kind: "enable", data: { enabled: true, participantIdentity } });
  await enabled;
}

/** Puts a worker between an encoder or decoder and the network, in the way that each has chosen for Chromium. */
export function attach(
  mode: Exclude<Mode, "none">,
  worker: Worker,
  end: End,
  kind: Kind,
  direction: Direction,
): void {
  if (mode !== "livekit") {
    const codec = kind === "audio" ? "opus" : "vp8";
    end.transform = new RTCRtpScriptTransform(worker, {
      ...{ direction: direction === "encrypt" ? "send" : "receive", transformId: kind, codec },
      ...{ stream: kind === "audio" ? 0 : 1, layers: 1, participantKey: "ana" },
    });
    return;
  }
  const streams = end.createEncodedStreams?.();
  if (streams === undefined) throw new Error("no encoded streams");
  const { readable: readableStream, writable: writableStream } = streams;
  const codec = kind === "audio" ? undefined : "vp8";
  const common = { participantIdentity: "ana", trackId: kind, codec, hasPacketTrailer: false };
  worker.postMessage(
    {
      kind: direction === "encrypt" ? "encode" : "decode",
      data: { ...common, readableStream, writableStream },
    },
    [readableStream, writableStream],
  );
}
