/** The keyserver: a blind, ordered log for sealed handshakes, and the mailboxes through which people find a call. */
export { BlindLog } from "./blindLog.ts";
export type { ClientSession } from "./clientSession.ts";
export { systemClock, type Clock } from "./clock.ts";
export { startKeyserver, type Keyserver, type KeyserverOptions, type Logger } from "./keyserver.ts";
export { KeyserverCore, type CoreOptions } from "./keyserverCore.ts";
export { defaultLimits, type Limits } from "./limits.ts";
export { KeyserverMetrics } from "./metrics.ts";
export type { CloseCode, Outbox } from "./outbox.ts";
export * from "./storage/index.ts";
