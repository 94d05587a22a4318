import type { EncodedFrame, ToFrames, TransformOptions } from "../../workers/protocol.ts";
import { SdkError } from "../SdkError.ts";

/** A sender or receiver as this or that browser has it. */
export type Attachable = (RTCRtpSender | RTCRtpReceiver) & {
  createEncodedStreams?(): {
    readable: ReadableStream<EncodedFrame>;
    writable: WritableStream<EncodedFrame>;
  };
};

type ScriptTransform = new (worker: Worker, options: TransformOptions) => RTCRtpScriptTransform;

function scriptTransform(): ScriptTransform | undefined {
  return (globalThis as { RTCRtpScriptTransform?: ScriptTransform }).RTCRtpScriptTransform;
}

function hasEncodedStreams(): boolean {
  return typeof RTCRtpSender !== "undefined" && "createEncodedStreams" in RTCRtpSender.prototype;
}

/** Whether frames can be encrypted here at all. */
export function hasTransforms(): boolean {
  return scriptTransform() !== undefined || hasEncodedStreams();
}

/**
 * Puts the frame worker between a sender or receiver and its network. Must be called in mediasoup-client's
 * `onRtpSender` or `onRtpReceiver`: later is too late, and frames would be lost or go out in the clear.
 * @throws SdkError `browser/unsupported`
 */
export function attachTransform(worker: Worker, end: Attachable, options: TransformOptions): void {
  const Transform = scriptTransform();
  if (Transform !== undefined && "transform" in end) {
    end.transform = new Transform(worker, options);
    return;
  }
  if (end.createEncodedStreams === undefined) {
    throw new SdkError("browser/unsupported", "this browser cannot encrypt frames");
  }
  const { readable, writable } = end.createEncodedStreams();
  const message: ToFrames = { type: "streams", options, readable, writable };
  worker.postMessage(message, [readable, writable]);
}
