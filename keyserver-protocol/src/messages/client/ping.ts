/** Asks for an `ok`: browsers can not send WebSocket pings. The body is empty. */
export interface Ping {
  readonly type: "ping";
  readonly requestId: number;
}

export function decodePing(requestId: number): Ping {
  return { type: "ping", requestId };
}
