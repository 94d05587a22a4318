/*
 * The part of ORTC that mediasoup and mediasoup-client exchange, bounded. Values of these types can be handed
 * to either library as they are; what a library hands out becomes one by the functions at the end.
 */
import * as v from "valibot";
import { check } from "./check.ts";
import { list, MediaKind, NoArray, text, UInt32, whole } from "./fields.ts";

/**
 * The RTP header extensions that may be offered or used: what an SFU needs to route and to estimate bandwidth.
 * Both ends refuse all others. Audio level would tell the SFU who speaks; video orientation how a phone is
 * held; the capture time is a reading of the sender's clock.
 */
export const headerExtensionUris = [
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
] as const;

const HeaderExtensionUri = v.picklist(headerExtensionUris);
const MimeType = v.pipe(v.string(), v.regex(/^(audio|video)\/[A-Za-z0-9][A-Za-z0-9.+-]{0,31}$/));
const PayloadType = whole(0, 127);
const ClockRate = whole(1, 192_000);
const Channels = whole(1, 8);
const HeaderExtensionId = whole(1, 255);
const Direction = v.picklist(["sendrecv", "sendonly", "recvonly", "inactive"]);
const Priority = v.picklist(["very-low", "low", "medium", "high"]);

/** Codec-specific values (SDP's fmtp). Flat: nothing nests below them. */
const CodecParameters = v.pipe(
  NoArray,
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/)),
    v.union([v.pipe(v.string(), v.maxLength(256)), v.pipe(v.number(), v.finite()), v.boolean()]),
  ),
  v.maxEntries(32),
);

const RtcpFeedback = v.strictObject({
  type: text(32),
  parameter: v.exactOptional(v.pipe(v.string(), v.maxLength(32))),
});

const CodecCapability = v.strictObject({
  kind: MediaKind,
  mimeType: MimeType,
  preferredPayloadType: PayloadType,
  clockRate: ClockRate,
  channels: v.exactOptional(Channels),
  parameters: v.exactOptional(CodecParameters),
  rtcpFeedback: v.exactOptional(list(RtcpFeedback, 0, 16)),
});

const HeaderExtensionCapability = v.strictObject({
  kind: MediaKind,
  uri: HeaderExtensionUri,
  preferredId: HeaderExtensionId,
  preferredEncrypt: v.exactOptional(v.boolean()),
  direction: v.exactOptional(Direction),
});

/** What a router or a browser can handle. */
export const RtpCapabilities = v.strictObject({
  codecs: list(CodecCapability, 1, 64),
  headerExtensions: v.exactOptional(list(HeaderExtensionCapability, 0, 32)),
});

const CodecInUse = v.strictObject({
  mimeType: MimeType,
  payloadType: PayloadType,
  clockRate: ClockRate,
  channels: v.exactOptional(Channels),
  parameters: v.exactOptional(CodecParameters),
  rtcpFeedback: v.exactOptional(list(RtcpFeedback, 0, 16)),
});

const HeaderExtensionInUse = v.strictObject({
  uri: HeaderExtensionUri,
  id: HeaderExtensionId,
  encrypt: v.exactOptional(v.boolean()),
  parameters: v.exactOptional(CodecParameters),
});

const Encoding = v.strictObject({
  active: v.exactOptional(v.boolean()),
  ssrc: v.exactOptional(UInt32),
  rid: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/))),
  codecPayloadType: v.exactOptional(PayloadType),
  rtx: v.exactOptional(v.strictObject({ ssrc: UInt32 })),
  dtx: v.exactOptional(v.boolean()),
  scalabilityMode: v.exactOptional(v.pipe(v.string(), v.regex(/^[LS][1-8]T[1-8]h?(_KEY(_SHIFT)?)?$/))),
  scaleResolutionDownBy: v.exactOptional(v.pipe(v.number(), v.minValue(1), v.maxValue(64))),
  maxBitrate: v.exactOptional(whole(1, 1_000_000_000)),
  maxFramerate: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(240))),
  adaptivePtime: v.exactOptional(v.boolean()),
  priority: v.exactOptional(Priority),
  networkPriority: v.exactOptional(Priority),
});

const Rtcp = v.pipe(
  NoArray,
  v.strictObject({
    cname: v.exactOptional(v.pipe(v.string(), v.maxLength(128))),
    reducedSize: v.exactOptional(v.boolean()),
    mux: v.exactOptional(v.boolean()),
  }),
);

/** How one stream is sent. */
export const RtpParameters = v.strictObject({
  mid: v.exactOptional(text(32)),
  codecs: list(CodecInUse, 1, 16),
  headerExtensions: v.exactOptional(list(HeaderExtensionInUse, 0, 16)),
  encodings: v.exactOptional(list(Encoding, 0, 8)),
  rtcp: v.exactOptional(Rtcp),
  msid: v.exactOptional(v.pipe(v.string(), v.maxLength(160))),
});

export type RtpCapabilities = v.InferOutput<typeof RtpCapabilities>;
export type RtpParameters = v.InferOutput<typeof RtpParameters>;

/**
 * Capabilities that a library reports, without the header extensions that are refused.
 * @throws SignallingError if the rest does not fit {@link RtpCapabilities}
 */
export function rtpCapabilitiesFrom(reported: object): RtpCapabilities {
  const capabilities = asSent(reported) as { headerExtensions?: unknown };
  if (Array.isArray(capabilities.headerExtensions)) {
    capabilities.headerExtensions = capabilities.headerExtensions.filter((extension: unknown) => {
      const uri = typeof extension === "object" && extension !== null && "uri" in extension && extension.uri;
      return v.is(HeaderExtensionUri, uri);
    });
  }
  return check(RtpCapabilities, capabilities, "RTP capabilities");
}

/**
 * Parameters that a library reports, checked before they are sent.
 * @throws SignallingError if they do not fit {@link RtpParameters}, also for an extension that is refused
 */
export function rtpParametersFrom(reported: object): RtpParameters {
  return check(RtpParameters, asSent(reported), "RTP parameters");
}

/** A copy as the other end will see it: members that are undefined do not travel. */
function asSent(value: object): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
