import {
  type FrameRoute,
  type ParsedFrameOptions,
  PROTOCOL_VERSION,
  readConnect,
} from "../protocol/index.ts";

/**
 * Greets the parent, which only an allowed origin hears, and waits for its answer: from that window, of that origin, with
 * the nonce. All other messages are let fall, for ever.
 */
export async function greet(
  frame: Window,
  { nonce, parentOrigin }: FrameRoute,
): Promise<{ readonly options: ParsedFrameOptions; readonly port: MessagePort }> {
  return await new Promise((resolve) => {
    const expected = { origin: parentOrigin, source: frame.parent, nonce };
    const onMessage = (message: MessageEvent): void => {
      const connected = readConnect(message, expected);
      if (connected === undefined) return;
      frame.removeEventListener("message", onMessage);
      resolve(connected);
    };
    frame.addEventListener("message", onMessage);
    frame.parent.postMessage({ sotto: "hello", version: PROTOCOL_VERSION, nonce }, parentOrigin);
  });
}
