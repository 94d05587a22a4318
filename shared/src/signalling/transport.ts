import * as v from "valibot";
import { list, SfuMadeId, text, UInt32, whole } from "./fields.ts";

/** RFC 8839 §5.4 gives both halves of the ICE credentials this alphabet and these lengths. */
const iceCharacters = /^[A-Za-z0-9+/_=-]+$/;
const IceParameters = v.strictObject({
  usernameFragment: v.pipe(v.string(), v.minLength(4), v.maxLength(256), v.regex(iceCharacters)),
  password: v.pipe(v.string(), v.minLength(22), v.maxLength(256), v.regex(iceCharacters)),
  iceLite: v.exactOptional(v.boolean()),
});

/** Clients only ever see the SFU's own addresses, so only host candidates exist. */
const Address = v.pipe(v.string(), v.regex(/^[A-Za-z0-9.:-]{1,253}$/));
const IceCandidate = v.strictObject({
  foundation: text(32),
  priority: UInt32,
  address: Address,
  ip: Address,
  protocol: v.picklist(["udp", "tcp"]),
  port: whole(1, 65_535),
  type: v.literal("host"),
  tcpType: v.exactOptional(v.literal("passive")),
});

/** A certificate's digest in the form of RFC 8122 §5: 20 to 64 bytes. */
const Fingerprint = v.strictObject({
  algorithm: v.picklist(["sha-1", "sha-224", "sha-256", "sha-384", "sha-512"]),
  value: v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/)),
});
const DtlsParameters = v.strictObject({
  role: v.exactOptional(v.picklist(["auto", "client", "server"])),
  fingerprints: list(Fingerprint, 1, 8),
});

const SctpParameters = v.strictObject({
  port: whole(1, 65_535),
  OS: whole(1, 65_535),
  MIS: whole(1, 65_535),
  maxMessageSize: whole(1, 0x7fffffff),
});

/** A TURN relay (RFC 7065) and a credential for it that ends by itself and names nobody. */
const IceServer = v.strictObject({
  urls: list(
    v.pipe(v.string(), v.maxLength(300), v.regex(/^turns?:[A-Za-z0-9.:[\]-]+(\?transport=(udp|tcp))?$/)),
    1,
    8,
  ),
  username: text(128),
  credential: text(128),
});

export const CreateTransportRequest = v.strictObject({ direction: v.picklist(["send", "recv"]) });
export const CreateTransportResponse = v.strictObject({
  transportId: SfuMadeId,
  iceParameters: IceParameters,
  iceCandidates: list(IceCandidate, 1, 32),
  dtlsParameters: DtlsParameters,
  sctpParameters: v.exactOptional(SctpParameters),
  iceServers: v.exactOptional(list(IceServer, 1, 4)),
});

export const ConnectTransportRequest = v.strictObject({
  transportId: SfuMadeId,
  dtlsParameters: DtlsParameters,
});

export const RestartIceRequest = v.strictObject({ transportId: SfuMadeId });
export const RestartIceResponse = v.strictObject({ iceParameters: IceParameters });
