import type { Kind } from "../plan.ts";

const MAX_KBIT: Readonly<Record<Kind, number>> = { audio: 32, "180p": 200, "360p": 600, "720p": 1500 };
const SHRINK: Readonly<Record<Kind, number>> = { audio: 1, "180p": 4, "360p": 2, "720p": 1 };

/** Where transforms are attached: before anything is sent or received. */
export interface Ends {
  sender(sender: RTCRtpSender): void;
  receiver(receiver: RTCRtpReceiver): void;
}

/** One track from one peer connection to another in the same page. */
export class Loopback {
  readonly #kind: Kind;
  readonly #from: RTCPeerConnection;
  readonly #to: RTCPeerConnection;
  readonly #sender: RTCRtpSender;

  constructor(kind: Kind, track: MediaStreamTrack, settings: RTCConfiguration, ends: Ends) {
    this.#kind = kind;
    this.#from = new RTCPeerConnection(settings);
    this.#to = new RTCPeerConnection(settings);
    this.#from.onicecandidate = ({ candidate }) => void this.#to.addIceCandidate(candidate ?? undefined);
    this.#to.onicecandidate = ({ candidate }) => void this.#from.addIceCandidate(candidate ?? undefined);
    const encoding = { maxBitrate: MAX_KBIT[kind] * 1000 };
    this.#sender = this.#from.addTransceiver(track, {
      direction: "sendonly",
      sendEncodings: [kind === "audio" ? encoding : { ...encoding, scaleResolutionDownBy: SHRINK[kind] }],
    }).sender;
    ends.sender(this.#sender);
    this.#to.ontrack = ({ receiver, track: received }) => {
      ends.receiver(receiver);
      // Somebody has to look or listen, or nothing is decoded.
      const element = document.createElement(kind === "audio" ? "audio" : "video");
      element.srcObject = new MediaStream([received]);
      element.muted = true;
      void element.play();
    };
  }

  async connect(): Promise<void> {
    const offer = await this.#from.createOffer();
    await this.#from.setLocalDescription(offer);
    await this.#to.setRemoteDescription(offer);
    const answer = await this.#to.createAnswer();
    await this.#to.setLocalDescription(answer);
    await this.#from.setRemoteDescription({ type: "answer", sdp: tuned(answer.sdp ?? "", this.#kind) });
    await this.setActive(false);
  }

  async setActive(on: boolean): Promise<void> {
    const parameters = this.#sender.getParameters();
    for (const encoding of parameters.encodings) encoding.active = on;
    await this.#sender.setParameters(parameters);
  }

  async counts(): Promise<{ encrypt: number; decrypt: number }> {
    const count = async (
      from: RTCRtpSender | RTCRtpReceiver,
      type: string,
      name: string,
    ): Promise<number> => {
      for (const entry of (await from.getStats()).values() as Iterable<RTCStats & Record<string, unknown>>) {
        if (entry.type === type) return Number(entry[name] ?? 0);
      }
      return 0;
    };
    const [receiver] = this.#to.getReceivers();
    if (receiver === undefined) throw new Error("nothing is received");
    const isAudio = this.#kind === "audio";
    return {
      encrypt: await count(this.#sender, "outbound-rtp", isAudio ? "packetsSent" : "framesEncoded"),
      decrypt: await count(receiver, "inbound-rtp", isAudio ? "packetsReceived" : "framesReceived"),
    };
  }
}

/** VP8 at its full bitrate from the first second, and Opus at a constant one. */
function tuned(sdp: string, kind: Kind): string {
  if (kind === "audio") return sdp.replace(/(a=fmtp:\d+ minptime=10)/, "$1;cbr=1;usedtx=0");
  const payloadType = /a=rtpmap:(\d+) VP8\/90000/.exec(sdp)?.[1];
  if (payloadType === undefined) throw new Error("no VP8");
  const rates = `x-google-start-bitrate=${MAX_KBIT[kind]};x-google-min-bitrate=${MAX_KBIT[kind]}`;
  const map = `a=rtpmap:${payloadType} VP8/90000`;
  return sdp.replace(map, `${map}\r\na=fmtp:${payloadType} ${rates}`);
}
