/** Where a keyserver keeps logs, mailboxes and notes: the interface, and the store in memory. */
export { memoryStorage, type MemoryBounds } from "./memory/index.ts";
export * from "./storage.ts";
