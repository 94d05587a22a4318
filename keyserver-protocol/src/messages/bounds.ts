/** Sizes every message is held to, by both ends. Lengths are bytes. */

/** A commit into a fresh 500-member tree in the post-quantum suite is 613 KB; this leaves room for padding. */
export const MAX_COMMIT_BYTES = 1024 * 1024;

/** Call state, chat and liveness messages are under 1 KB; 64 KiB also bounds what one publish fans out. */
export const MAX_APPLICATION_BYTES = 64 * 1024;

/** A KeyPackage with its credential is under 5 KB in every suite. */
export const MAX_KNOCK_BYTES = 64 * 1024;

/** A Welcome that carries the tree grows by 2.6 KB a member: this is room for about 1,500. */
export const MAX_POST_BYTES = 4 * 1024 * 1024;

/** An announcement is a version, a 32-byte secret and a suite name, sealed and padded. */
export const MAX_MAILBOX_BYTES = 4 * 1024;

/** Entries one `conflict` may carry. A caller that missed more is told so and subscribes again. */
export const MAX_CONFLICT_ENTRIES = 64;

/** Blob bytes one `conflict` may carry, so that a small request can not draw a reply of megabytes. */
export const MAX_CONFLICT_BYTES = 256 * 1024;

/** An error's text is for a developer's console; it never repeats what the other end sent. */
export const MAX_ERROR_TEXT_BYTES = 256;

/** A mailbox that nobody refreshes is gone after at most this many seconds: a call's trace is short. */
export const MAX_MAILBOX_TTL_SECONDS = 300;

/** Header and fixed fields of the longest message, rounded up generously; lists of writers come with shorter ones. */
export const MESSAGE_OVERHEAD_BYTES = 256;

/** No message in either direction is longer; a WebSocket is told to refuse what is. */
export const MAX_MESSAGE_BYTES = MAX_POST_BYTES + MESSAGE_OVERHEAD_BYTES;

/** Length of a group id, a mailbox id. */
export const ID_BYTES = 16;

/** Length of a capability, a mailbox token and of the SHA-256 of either. */
export const SECRET_BYTES = 32;

/** Length of an Ed25519 signature. */
export const SIGNATURE_BYTES = 64;

/** Keys that may write to one log: the largest call is 500 members. */
export const MAX_WRITERS = 512;

/** Epochs and what follows them stay exact in a JavaScript number. */
export const MAX_EPOCH = Number.MAX_SAFE_INTEGER - 1;
