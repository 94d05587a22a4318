/*
 * One valid message of every kind, as a browser and mediasoup make them. The tests damage these; the protocol
 * document shows them.
 */
import type { Method, RequestData, ResponseData } from "./methods.ts";
import type { NotificationData, NotificationMethod } from "./notifications.ts";
import type { RtpCapabilities, RtpParameters } from "./rtp.ts";

const bytes16 = "AAECAwQFBgcICQoLDA0ODw";
const otherBytes16 = "EBESExQVFhcYGRobHB0eHw";
const bytes32 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const transportId = "5a2b3c1e-8f1d-4f4e-9a55-4b1f0e2d3c4b";
const producerId = "0d9d5c3e-0f8b-4d0b-8a3c-2a1b0c9d8e7f";
const consumerId = "c1c2c3c4-0f8b-4d0b-8a3c-2a1b0c9d8e7f";

const iceParameters = { usernameFragment: "5tzd", password: "ywmhwu6x4b8l0hn8qxv2jzu4", iceLite: true };
const dtlsParameters: RequestData<"connectTransport">["dtlsParameters"] = {
  role: "client",
  fingerprints: [{ algorithm: "sha-256", value: Array.from({ length: 32 }, () => "A9").join(":") }],
};

const rtpCapabilities: RtpCapabilities = {
  codecs: [
    {
      kind: "audio",
      mimeType: "audio/opus",
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: { cbr: 1, usedtx: 0 },
      rtcpFeedback: [{ type: "transport-cc", parameter: "" }],
    },
    {
      kind: "video",
      mimeType: "video/VP8",
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: "nack" }, { type: "nack", parameter: "pli" }],
    },
  ],
  headerExtensions: [
    {
      kind: "video",
      uri: "urn:ietf:params:rtp-hdrext:sdes:mid",
      preferredId: 1,
      preferredEncrypt: false,
      direction: "sendrecv",
    },
  ],
};

const rtpParameters: RtpParameters = {
  mid: "0",
  codecs: [
    {
      mimeType: "video/VP8",
      payloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: "nack", parameter: "pli" }],
    },
    {
      mimeType: "video/rtx",
      payloadType: 102,
      clockRate: 90_000,
      parameters: { apt: 101 },
      rtcpFeedback: [],
    },
  ],
  headerExtensions: [{ uri: "urn:ietf:params:rtp-hdrext:sdes:mid", id: 1, encrypt: false, parameters: {} }],
  encodings: [{ ssrc: 99_991_111, rtx: { ssrc: 99_991_112 }, dtx: false, scalabilityMode: "L1T3" }],
  rtcp: { cname: "wB4Ql4lrsxYLjzuN", reducedSize: true, mux: true },
};

export const requestExamples: { [M in Method]: RequestData<M> } = {
  join: {
    version: 1,
    callId: bytes16,
    admission: bytes32,
    participantId: otherBytes16,
    resumeToken: bytes32,
  },
  createTransport: { direction: "send" },
  connectTransport: { transportId, dtlsParameters },
  restartIce: { transportId },
  produce: { transportId, kind: "video", rtpParameters, stream: 1 },
  closeProducer: { producerId },
  consume: { producerId, rtpCapabilities },
  resumeConsumer: { consumerId },
  pauseConsumer: { consumerId },
  closeConsumer: { consumerId },
  setPreferredLayers: { consumerId, spatialLayer: 2, temporalLayer: 1 },
  requestKeyFrame: { consumerId },
  produceData: { transportId, reliability: "lossy", streamId: 1 },
  consumeData: { reliability: "reliable" },
  capability: {},
  setCapability: { capability: bytes32, nextCapabilityHash: bytes32 },
  evict: { participantIds: [bytes16], capability: bytes32, nextCapabilityHash: bytes32 },
  ping: {},
};

export const responseExamples: { [M in Method]: ResponseData<M> } = {
  join: {
    routerRtpCapabilities: rtpCapabilities,
    participants: [{ participantId: bytes16, producers: [{ producerId, kind: "audio", stream: 0 }] }],
    limits: {
      participants: 100,
      producers: 8,
      consumers: 200,
      data: { messagesPerSecond: 200, bytesPerSecond: 8_388_608, burstBytes: 4_194_304 },
    },
  },
  createTransport: {
    transportId,
    iceParameters,
    iceCandidates: [
      {
        foundation: "udpcandidate",
        priority: 1_076_302_079,
        address: "192.0.2.1",
        ip: "192.0.2.1",
        protocol: "udp",
        port: 44_444,
        type: "host",
      },
    ],
    dtlsParameters: { ...dtlsParameters, role: "auto" },
    sctpParameters: { port: 5000, OS: 1024, MIS: 1024, maxMessageSize: 262_144 },
    iceServers: [
      {
        urls: ["turn:192.0.2.7:3478", "turns:relay.example:443?transport=tcp"],
        username: "1700007200:0011223344556677",
        credential: "q83vEjRWeJCrze8SNFZ4kKvN7xI=",
      },
    ],
  },
  connectTransport: {},
  restartIce: { iceParameters },
  produce: { producerId },
  closeProducer: {},
  consume: {
    consumerId,
    producerId,
    participantId: bytes16,
    kind: "video",
    stream: 1,
    rtpParameters,
    type: "simulcast",
  },
  resumeConsumer: {},
  pauseConsumer: {},
  closeConsumer: {},
  setPreferredLayers: {},
  requestKeyFrame: {},
  produceData: { dataProducerId: producerId },
  consumeData: { dataConsumerId: consumerId, dataProducerId: producerId, streamId: 0 },
  capability: { capabilityHash: bytes32 },
  setCapability: {},
  evict: {},
  ping: {},
};

export const notificationExamples: { [M in NotificationMethod]: NotificationData<M> } = {
  participantJoined: { participantId: bytes16 },
  participantLeft: { participantId: bytes16 },
  producerAdded: { participantId: bytes16, producerId, kind: "video", stream: 1 },
  producerClosed: { participantId: bytes16, producerId },
  wantedLayers: { producerId, spatialLayer: -1 },
  consumerClosed: { consumerId },
  dataRefused: { reliability: "lossy", code: "sfu/rate" },
  dataConsumerClosed: { reliability: "reliable" },
  replaced: {},
  evicted: {},
  closing: { reason: "shutting down" },
};
