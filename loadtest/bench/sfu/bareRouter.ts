/** mediasoup and next to nothing around it: one worker, one router, and requests from the parent process. */
import "../mediaWorker.ts";
import { createWorker, type types } from "mediasoup";

/** A request as the parent sends it. */
export interface BareRequest {
  readonly id: number;
  /** Who asks: receives on the transport that it made last. */
  readonly seat: number;
  readonly method: string;
  readonly data: Record<string, unknown>;
}

/** How the worker has its sockets. */
export interface BareWay {
  /** `shared`: one for all clients, as Sotto has it. `each`: one for each transport. */
  readonly sockets: "shared" | "each";
  /** Bytes of each socket's buffers; the system's own if absent. */
  readonly buffers?: number;
  /** Has a worker that was built with io_uring send without it. */
  readonly withoutUring?: boolean;
}

const [address = "127.0.0.1", wayText = '{"sockets":"shared"}'] = process.argv.slice(2);
const { sockets, buffers, withoutUring } = JSON.parse(wayText) as BareWay;
const listenInfos: [types.TransportListenInfo] = [
  {
    ...{ protocol: "udp", ip: address },
    ...(buffers !== undefined && { sendBufferSize: buffers, recvBufferSize: buffers }),
  },
];
const worker = await createWorker({ logLevel: "none", disableLiburing: withoutUring === true });
const webRtcServer = sockets === "shared" ? await worker.createWebRtcServer({ listenInfos }) : undefined;
const router = await worker.createRouter({
  mediaCodecs: [
    { kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2 },
    { kind: "video", mimeType: "video/VP8", clockRate: 90_000 },
  ],
});
const transports = new Map<string, types.WebRtcTransport>();
const consumers = new Map<string, types.Consumer>();
/** The transport that each seat has made last. */
const newest = new Map<number, types.WebRtcTransport>();

process.on("message", (request: BareRequest) => {
  perform(request).then(
    (data) => process.send?.({ id: request.id, data }),
    (error: unknown) => process.send?.({ id: request.id, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ id: 0, data: {} });

async function perform({ seat, method, data }: BareRequest): Promise<object> {
  switch (method) {
    case "createTransport": {
      const transport = await router.createWebRtcTransport({
        ...(webRtcServer === undefined ? { listenInfos } : { webRtcServer }),
        ...{ enableSctp: true, initialAvailableOutgoingBitrate: 1_000_000 },
      });
      transports.set(transport.id, transport);
      newest.set(seat, transport);
      const { id: transportId, iceParameters, iceCandidates, dtlsParameters, sctpParameters } = transport;
      return { transportId, iceParameters, iceCandidates, dtlsParameters, sctpParameters };
    }
    case "connectTransport":
      await transports.get(String(data["transportId"]))?.connect(data as never);
      return {};
    case "produce": {
      const producer = await transports.get(String(data["transportId"]))?.produce(data as never);
      return { producerId: producer?.id };
    }
    case "consume": {
      const consumer = await newest.get(seat)?.consume({
        ...(data as { producerId: string; rtpCapabilities: never }),
        paused: true,
      });
      if (consumer === undefined) throw new Error("no transport");
      consumers.set(consumer.id, consumer);
      return { consumerId: consumer.id, kind: consumer.kind, rtpParameters: consumer.rtpParameters };
    }
    case "resumeConsumer":
      await consumers.get(String(data["consumerId"]))?.resume();
      return {};
    default:
      throw new Error("no such request");
  }
}
