/** Answers a request that has nothing to tell but that it was done. The body is empty. */
export interface Ok {
  readonly type: "ok";
  readonly requestId: number;
}

export function decodeOk(requestId: number): Ok {
  return { type: "ok", requestId };
}
