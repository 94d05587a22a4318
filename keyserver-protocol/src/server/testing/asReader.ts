import { messageMark, writers } from "./writers.ts";
import type { ServerMessage } from "../../messages/index.ts";
import type { Request } from "./testClient.ts";

let written = 0;

/** The request as it is sent: a message is signed by another writer each time, who has read what this client has. */
export function asReader(request: Request, received: readonly ServerMessage[]): Request {
  if (request.type !== "publish") return request;
  written += 1;
  const mark = messageMark(request.epoch, request.blob, lastRead(received), written % writers.length);
  return { ...request, mark };
}

function lastRead(received: readonly ServerMessage[]): number {
  const places = received.map((message) => {
    if (message.type === "subscribed" || message.type === "groupState") return message.nextSequence - 1;
    return "sequence" in message ? message.sequence : 0;
  });
  return Math.max(0, ...places);
}
