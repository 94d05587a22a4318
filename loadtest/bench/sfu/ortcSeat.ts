import type { Method, RequestData, ResponseData, RtpCapabilities } from "@sotto/shared/signalling";
import { loadRtc, RecvLink, SendLink } from "../../src/rtc/index.ts";
import type { Broadcast, Received, Seat } from "./arena.ts";

/** Asks a server; ours and the bare one understand the same. */
export type Ask = <M extends Method>(method: M, data: RequestData<M>) => Promise<ResponseData<M>>;

const CODECS = {
  audio: { payloadType: 100, name: "opus/48000/2" },
  video: { payloadType: 101, name: "VP8/90000" },
} as const;

const FEEDBACK = [{ type: "nack" }, { type: "nack", parameter: "pli" }, { type: "ccm", parameter: "fir" }];

/** What a viewer can receive: lost packets are sent again as they were. */
const CAPABILITIES: RtpCapabilities = {
  codecs: [
    {
      ...{ kind: "audio", mimeType: "audio/opus", preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
      ...{ parameters: {}, rtcpFeedback: [{ type: "nack" }] },
    },
    {
      ...{ kind: "video", mimeType: "video/VP8", preferredPayloadType: 101, clockRate: 90_000 },
      ...{ parameters: {}, rtcpFeedback: FEEDBACK },
    },
  ],
  headerExtensions: [],
};

/** A seat at a server that speaks of transports, producers and consumers. A publisher's id is its producers' ids. */
export function ortcSeat(ask: Ask): Seat {
  return {
    publish: async (broadcast) => {
      const server = await ask("createTransport", { direction: "send" });
      const { transportId } = server;
      const link = await SendLink.open({
        ...{ rtc: await loadRtc(), server, loss: 0, onKeyFrame: broadcast.refresh },
        tracks: (["audio", "video"] as const).map((kind) => ({
          ...{ mid: kind, kind, payloadType: broadcast[kind].payloadType, ssrcs: [broadcast[kind].ssrc] },
        })),
        connect: (fingerprint) => ask("connectTransport", connectRequest(transportId, fingerprint)),
      });
      const ids: string[] = [];
      for (const kind of ["audio", "video"] as const) {
        ids.push((await ask("produce", produceRequest(transportId, kind, broadcast))).producerId);
      }
      broadcast.begin((ssrc, packet) => {
        link.send(ssrc, packet);
      });
      return ids.join(" ");
    },
    view: async (publishers, received) => {
      const server = await ask("createTransport", { direction: "recv" });
      const link = await RecvLink.open({
        ...{ rtc: await loadRtc(), server, loss: 0, codecs: CODECS, onData: () => undefined },
        connect: (fingerprint) => ask("connectTransport", connectRequest(server.transportId, fingerprint)),
      });
      for (const producerId of publishers.flatMap((id) => id.split(" "))) {
        const consumer = await ask("consume", { producerId, rtpCapabilities: CAPABILITIES });
        const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0;
        link.listen(ssrc, consumer.kind, (packet) => {
          count(received, packet);
        });
        await ask("resumeConsumer", { consumerId: consumer.consumerId });
      }
    },
  };
}

/** Counts a packet that came. */
export function count(received: Received, packet: Buffer): void {
  received.packets += 1;
  received.bytes += packet.length;
}

function connectRequest(transportId: string, value: string): RequestData<"connectTransport"> {
  return { transportId, dtlsParameters: { role: "client", fingerprints: [{ algorithm: "sha-256", value }] } };
}

function produceRequest(
  transportId: string,
  kind: "audio" | "video",
  { audio, video }: Broadcast,
): RequestData<"produce"> {
  const rtcp = { cname: `bench-${audio.ssrc}` };
  if (kind === "audio") {
    const codec = {
      mimeType: "audio/opus",
      payloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
    };
    return {
      ...{ transportId, kind, stream: 0 },
      rtpParameters: { codecs: [{ ...codec, rtcpFeedback: [] }], encodings: [{ ssrc: audio.ssrc }], rtcp },
    };
  }
  const codec = { mimeType: "video/VP8", payloadType: 101, clockRate: 90_000, parameters: {} };
  return {
    ...{ transportId, kind, stream: 1 },
    rtpParameters: {
      codecs: [{ ...codec, rtcpFeedback: FEEDBACK }],
      encodings: [{ ssrc: video.ssrc }],
      rtcp,
    },
  };
}
