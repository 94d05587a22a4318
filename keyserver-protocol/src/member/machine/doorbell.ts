import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { asCapabilityHash, asEpoch, type GroupId } from "@sotto/shared/ids";
import type { Entry } from "../../messages/index.ts";
import type { MachineContext } from "./context.ts";

/**
 * Joiners knock at the call's first log, the only one they can know. Members that have moved on to another log keep
 * listening there, to knocks and nothing else.
 */
export class Doorbell {
  readonly #context: MachineContext;
  readonly #groupId: GroupId;

  constructor(context: MachineContext, groupId: GroupId) {
    this.#context = context;
    this.#groupId = groupId;
  }

  /** Listens from the log's end on. Creating it when it exists changes nothing, and says where it ends. */
  listen(): void {
    const capabilityHash = asCapabilityHash(this.#context.random(32));
    const groupId = this.#groupId;
    const request = { type: "createGroup", groupId, epoch: asEpoch(0), capabilityHash, writers: [] } as const;
    this.#context.request(request, (reply) => {
      if (reply.type !== "groupState") return;
      const fromSequence = reply.nextSequence;
      this.#context.request({ type: "subscribe", groupId, fromSequence }, () => undefined);
    });
  }

  /** Whether a push is a knock at this call. */
  isKnock(entry: Entry): boolean {
    return entry.kind === "knock" && bytesEqualConstantTime(entry.groupId, this.#groupId);
  }
}
