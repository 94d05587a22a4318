/** The forwarding server: it moves encrypted frames between participants and can read none of them. */
export { type Call, type FoundProducer } from "./Call.ts";
export { type Tap } from "./Connection.ts";
export { SfuMetrics } from "./metrics.ts";
export { type SfuLimits } from "./limits.ts";
export { type Participant, type ProducerData } from "./Participant.ts";
export { type Sfu, type SfuOptions, startSfu } from "./Sfu.ts";
