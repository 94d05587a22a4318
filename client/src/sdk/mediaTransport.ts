import type { types } from "mediasoup-client";
import { type ResponseData, rtpParametersFrom } from "@sotto/shared/signalling";
import { peerSettings } from "./browsers/index.ts";
import { sctpParametersOf } from "./data/index.ts";
import { SdkError } from "./SdkError.ts";
import type { SfuConnection } from "./SfuConnection.ts";

/** What a transport needs. */
export interface TransportSetting {
  readonly connection: SfuConnection;
  readonly device: types.Device;
  /** Go through relays and no other way, so that the server does not see this device's address. */
  readonly relayOnly: boolean;
}

/** What a transport says. */
export interface TransportEvents {
  /** Packets can flow. */
  readonly connected: () => void;
  /** It will not come back. */
  readonly failed: () => void;
}

/** How long a direct connection may take before relays are tried too, ms: several round trips over a slow network. */
const DIRECT_MS = 4_000;
/**
 * How long the server may take to allow a restart, ms. Packets have just stopped: likely the signalling connection
 * is dead too and does not know it, as after a change of network.
 */
const RESTART_ANSWER_MS = 4_000;
/** How long ICE may take to come back after a restart before everything is made anew, ms. */
const ICE_RESTART_MS = 6_000;

/**
 * Makes the transport of one direction and looks after its way to the server: another one is looked for when packets
 * stop, and relays are turned to when the server cannot be reached directly.
 * @throws SdkError if the server refuses; `relay/unavailable` if only relays may be used and the server names none
 */
export async function openTransport(
  setting: TransportSetting,
  direction: "send" | "recv",
  events: TransportEvents,
): Promise<types.Transport> {
  const { connection, device, relayOnly } = setting;
  const answer = await connection.request("createTransport", { direction });
  const {
    transportId,
    iceParameters,
    iceCandidates,
    dtlsParameters,
    sctpParameters,
    iceServers = [],
  } = answer;
  if (relayOnly && iceServers.length === 0) {
    throw new SdkError("relay/unavailable", "the server has no relay to hide this device's address");
  }
  const options: types.TransportOptions = {
    id: transportId,
    ...{ iceParameters, iceCandidates, dtlsParameters },
    ...(sctpParameters !== undefined && { sctpParameters: sctpParametersOf(sctpParameters) }),
    ...(relayOnly && { iceServers, iceTransportPolicy: "relay" }),
    additionalSettings: peerSettings,
  };
  const transport =
    direction === "send" ? device.createSendTransport(options) : device.createRecvTransport(options);
  transport.on("connect", ({ dtlsParameters: own }, done, fail) => {
    connection.request("connectTransport", { transportId, dtlsParameters: own }).then(done, fail);
  });
  transport.on("produce", ({ kind, rtpParameters, appData }, done, fail) => {
    produce(connection, { transportId, kind, rtpParameters, appData }).then((id) => {
      done({ id });
    }, fail);
  });
  watch(transport, connection, relayOnly ? [] : iceServers, events);
  return transport;
}

type IceServers = NonNullable<ResponseData<"createTransport">["iceServers"]>;

/** @param fallback relays for when there is no direct way */
function watch(
  transport: types.Transport,
  connection: SfuConnection,
  fallback: IceServers,
  events: TransportEvents,
): void {
  let untried = fallback;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRestarting = false;
  const restart = async (): Promise<void> => {
    clearTimeout(timer);
    isRestarting = true;
    try {
      const { iceParameters } = await inTime(
        connection.request("restartIce", { transportId: transport.id }),
        RESTART_ANSWER_MS,
      );
      await transport.restartIce({ iceParameters });
    } catch {
      if (!transport.closed) events.failed();
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      isRestarting = false;
      if (!transport.closed && transport.connectionState !== "connected") events.failed();
    }, ICE_RESTART_MS);
  };
  const tryRelays = async (): Promise<void> => {
    const iceServers = untried;
    untried = [];
    await transport.updateIceServers({ iceServers });
    await restart();
  };
  transport.on("connectionstatechange", (state) => {
    switch (state) {
      case "connecting":
        if (untried.length === 0 || isRestarting) return;
        timer = setTimeout(() => {
          if (!transport.closed && transport.connectionState === "connecting") void tryRelays();
        }, DIRECT_MS);
        return;
      case "connected":
        clearTimeout(timer);
        isRestarting = false;
        events.connected();
        return;
      case "disconnected":
        void restart();
        return;
      case "failed":
        if (untried.length > 0) void tryRelays();
        // Until its time is up, a restart may still find a way: browsers give the old ones up at once.
        else if (!isRestarting) events.failed();
        return;
      case "new":
      case "closed":
        clearTimeout(timer);
    }
  });
}

/** @throws SdkError `sfu/timeout` */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new SdkError("sfu/timeout", "no answer in time"));
    }, ms);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function produce(
  connection: SfuConnection,
  {
    transportId,
    kind,
    rtpParameters,
    appData: { stream },
  }: {
    readonly transportId: string;
    readonly kind: types.MediaKind;
    readonly rtpParameters: types.RtpParameters;
    readonly appData: types.AppData;
  },
): Promise<string> {
  if (typeof stream !== "number") throw new TypeError("a producer without a stream number");
  const request = { transportId, kind, rtpParameters: rtpParametersFrom(asDescribed(rtpParameters)), stream };
  return (await connection.request("produce", request)).producerId;
}

/** By this the server tells AV1's layers and key frames apart; Firefox does not send it. */
const DEPENDENCY_DESCRIPTOR =
  "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/**
 * What is sent, as the server can make use of it. AV1 whose frames nobody describes is said to have no layers: the
 * server would wait for a key frame that it cannot see, and forward nothing.
 */
export function asDescribed(parameters: types.RtpParameters): types.RtpParameters {
  const { codecs, encodings = [], headerExtensions = [] } = parameters;
  const isAv1 = codecs[0]?.mimeType.toLowerCase() === "video/av1";
  if (!isAv1 || headerExtensions.some(({ uri }) => uri === DEPENDENCY_DESCRIPTOR)) return parameters;
  return {
    ...parameters,
    encodings: encodings.map(({ scalabilityMode: _undescribed, ...encoding }) => encoding),
  };
}
