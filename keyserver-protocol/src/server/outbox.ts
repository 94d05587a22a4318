/** One client's way out. Sockets have one each; tests and simulations make their own. */
export interface Outbox {
  /** Sends a message. Resolves when it has left this process, or never will: it does not reject. */
  send(bytes: Uint8Array): Promise<void>;
  /** Stops or resumes the arrival of further messages; those under way may still arrive. */
  hold(held: boolean): void;
  /** Ends the connection, with a WebSocket close code (RFC 6455 §7.4). */
  close(code: CloseCode, reason: string): void;
}

/** Going away; data that is not binary; policy violation; try again later. */
export type CloseCode = 1001 | 1003 | 1008 | 1013;
