import { asEpoch } from "@sotto/shared/ids";
import { toSequence } from "../../messages/index.ts";
import { capabilityOf, groupId, hashOf, mailboxId, text } from "./fixtures.ts";
import type { Request } from "./testClient.ts";

// Requests as most tests make them.

export const createGroup = {
  type: "createGroup",
  groupId,
  epoch: asEpoch(0),
  capabilityHash: hashOf(0),
} satisfies Request;
export const ping: Request = { type: "ping" };
export const watch: Request = { type: "watch", mailboxId };

export function append(epoch: number, blob = text(`commit ${epoch}`)): Request {
  return {
    type: "append",
    groupId,
    epoch: asEpoch(epoch),
    capability: capabilityOf(epoch),
    nextCapabilityHash: hashOf(epoch + 1),
    blob,
  };
}

export function publish(epoch: number, content: string): Request {
  return { type: "publish", groupId, capability: capabilityOf(epoch), blob: text(content) };
}

export function subscribe(from = 0): Request {
  return { type: "subscribe", groupId, fromSequence: toSequence(from) };
}
