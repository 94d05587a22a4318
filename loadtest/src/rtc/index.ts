/** Real media connections without a browser: ready packets out, whole frames in. */
export { FrameAssembler } from "./FrameAssembler.ts";
export { loadRtc, type Rtc } from "./peer.ts";
export { RecvLink } from "./RecvLink.ts";
export { RtpSource } from "./RtpSource.ts";
export { answerTo, type Codec, offerOf, type ServerEnd } from "./sdp.ts";
export { dataStreams, SendLink, type SendTrack } from "./SendLink.ts";
