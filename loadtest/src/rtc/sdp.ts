import type { ResponseData } from "@sotto/shared/signalling";

/** The server's end of a transport, as the server told it. */
export type ServerEnd = ResponseData<"createTransport">;

/** Payload types of what the load tester sends and receives; a server gives its own, which come with each consumer. */
export interface Codec {
  readonly payloadType: number;
  /** As in `a=rtpmap`: `VP8/90000`, `opus/48000/2`. */
  readonly name: string;
}

/** One media section of what the server offers. */
export interface OfferedSection {
  readonly mid: string;
  readonly kind: "audio" | "video";
  readonly codecs: readonly Codec[];
  readonly ssrcs: readonly number[];
}

/** One section of an offer of ours. */
export interface OwnSection {
  readonly mid: string;
  /** The whole `m=` line. */
  readonly line: string;
  readonly codecs: readonly string[];
}

/** Where both ends of data channels listen inside DTLS (RFC 8841); mediasoup has this port. */
const SCTP_PORT = 5_000;
const MAX_DATA_BYTES = 65_536;
/** Name of the data section in the server's offers. */
const DATA_MID = "data";

/** The SHA-256 fingerprint in a description. @throws if it has none */
export function fingerprintOf(sdp: string): string {
  const value = /^a=fingerprint:sha-256 (\S+)/im.exec(sdp)?.[1];
  if (value === undefined) throw new Error("no fingerprint in the description");
  return value;
}

/** The sections of an offer of ours, in their order. */
export function sectionsOf(sdp: string): OwnSection[] {
  return sdp
    .split(/\r?\n(?=m=)/)
    .slice(1)
    .map((section) => ({
      mid: /^a=mid:(\S+)/m.exec(section)?.[1] ?? "",
      line: /^m=.*/m.exec(section)?.[0] ?? "",
      codecs: [...section.matchAll(/^a=rtpmap:.*$/gm)].map(([line]) => line.trim()),
    }));
}

/** The server's answer to an offer of ours: it receives all that is offered. */
export function answerTo(offer: string, server: ServerEnd): string {
  const sections = sectionsOf(offer);
  const head = headOf(
    server,
    "passive",
    sections.map(({ mid }) => mid),
    1,
  );
  const bodies = sections.flatMap(({ mid, line, codecs }) => {
    if (line.startsWith("m=application")) return dataSection(mid, server);
    const [kind, , protocol, ...formats] = line.slice(2).split(" ");
    return [
      `m=${kind} 9 ${protocol} ${formats.join(" ")}`,
      ...commonOf(mid, server),
      "a=recvonly",
      "a=rtcp-mux",
      ...codecs,
    ];
  });
  return textOf([...head, ...bodies]);
}

/** The server's offer of what it sends: one section of each kind with a source for every consumer. */
export function offerOf(server: ServerEnd, sections: readonly OfferedSection[], version: number): string {
  const mids = [...sections.map(({ mid }) => mid), DATA_MID];
  const bodies = sections.flatMap(({ mid, kind, codecs, ssrcs }) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(" ")}`,
    ...commonOf(mid, server),
    "a=sendonly",
    "a=rtcp-mux",
    ...codecs.map(({ payloadType, name }) => `a=rtpmap:${payloadType} ${name}`),
    ...ssrcs.map((ssrc) => `a=ssrc:${ssrc} cname:sotto`),
  ]);
  return textOf([...headOf(server, "actpass", mids, version), ...bodies, ...dataSection(DATA_MID, server)]);
}

function headOf(server: ServerEnd, setup: string, mids: readonly string[], version: number): string[] {
  const print = server.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === "sha-256");
  if (print === undefined) throw new Error("the server has no SHA-256 fingerprint");
  return [
    "v=0",
    `o=- 1 ${version} IN IP4 0.0.0.0`,
    "s=-",
    "t=0 0",
    "a=ice-lite",
    `a=group:BUNDLE ${mids.join(" ")}`,
    `a=ice-ufrag:${server.iceParameters.usernameFragment}`,
    `a=ice-pwd:${server.iceParameters.password}`,
    `a=fingerprint:sha-256 ${print.value}`,
    `a=setup:${setup}`,
  ];
}

function dataSection(mid: string, server: ServerEnd): string[] {
  return [
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    ...commonOf(mid, server),
    `a=sctp-port:${server.sctpParameters?.port ?? SCTP_PORT}`,
    `a=max-message-size:${MAX_DATA_BYTES}`,
  ];
}

function commonOf(mid: string, { iceCandidates }: ServerEnd): string[] {
  return [
    "c=IN IP4 0.0.0.0",
    `a=mid:${mid}`,
    ...iceCandidates
      .filter(({ protocol }) => protocol === "udp")
      .map(
        ({ foundation, priority, address, port }) =>
          `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
      ),
  ];
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\r\n")}\r\n`;
}
