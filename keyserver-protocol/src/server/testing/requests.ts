import { asEpoch } from "@sotto/shared/ids";
import { toSequence } from "../../messages/index.ts";
import { capabilityOf, groupId, hashOf, mailboxId, text } from "./fixtures.ts";
import type { Request } from "./testClient.ts";
import { commitMark, messageMark, writers } from "./writers.ts";

// Requests as most tests make them.

export const createGroup = {
  type: "createGroup",
  groupId,
  epoch: asEpoch(0),
  capabilityHash: hashOf(0),
  writers,
} satisfies Request;
export const ping: Request = { type: "ping" };
export const watch: Request = { type: "watch", mailboxId };

export function append(epoch: number, blob = text(`commit ${epoch}`)): Request {
  return {
    type: "append",
    groupId,
    epoch: asEpoch(epoch),
    capability: capabilityOf(epoch),
    mark: commitMark(epoch, blob),
    blob,
  };
}

export function publish(epoch: number, content: string): Request {
  const blob = text(content);
  // Whoever sends it signs anew, after what they have read.
  const mark = messageMark(epoch, blob, 0);
  return { type: "publish", groupId, epoch: asEpoch(epoch), capability: capabilityOf(epoch), mark, blob };
}

export function subscribe(from = 0): Request {
  return { type: "subscribe", groupId, fromSequence: toSequence(from) };
}
