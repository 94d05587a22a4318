/**
 * The frame worker: encrypts what is sent, opens what is received. Follow a frame from here: FrameTransforms →
 * pumpFrames → FrameEncryptor or FrameDecryptor → EpochKeys and the carrier.
 */
import type { EncodedFrame, FromFrames, KeysToFrames, ToFrames, TransformOptions } from "../protocol.ts";
import { FrameTransforms, type TransformStreams } from "./FrameTransforms.ts";

/** How often counters are reported, ms: the page takes several missing reports for our death. */
const REPORT_INTERVAL_MS = 1_000;

const scope = self as unknown as DedicatedWorkerGlobalScope;
const clock = {
  now: () => performance.now(),
  after: (ms: number, run: () => void) => void setTimeout(run, ms),
};
const transforms = new FrameTransforms((message: FromFrames) => scope.postMessage(message), clock);

scope.onrtctransform = ({ transformer }) => {
  const options = transformer.options as TransformOptions;
  const streams: TransformStreams = {
    readable: transformer.readable as ReadableStream<EncodedFrame>,
    writable: transformer.writable as WritableStream<EncodedFrame>,
  };
  if (options.direction === "receive" && "sendKeyFrameRequest" in transformer) {
    streams.requestKeyFrame = () => transformer.sendKeyFrameRequest();
  }
  if (options.direction === "send" && "generateKeyFrame" in transformer) {
    streams.requestKeyFrame = async () => void (await transformer.generateKeyFrame());
  }
  void transforms.attach(options, streams);
};

scope.onmessage = ({ data }: MessageEvent<ToFrames>) => {
  switch (data.type) {
    case "keys":
      data.port.onmessage = ({ data: message }: MessageEvent<KeysToFrames>) => {
        if (message.type === "epoch") transforms.addEpoch(message);
        else transforms.reached(message.epoch);
      };
      break;
    case "streams":
      void transforms.attach(data.options, { readable: data.readable, writable: data.writable });
      break;
    case "forget":
      transforms.forget(data.transformId);
      break;
  }
};

setInterval(() => transforms.tick(), REPORT_INTERVAL_MS);
scope.postMessage({ type: "ready" } satisfies FromFrames);
