import { capabilityHash } from "@sotto/shared/ids";
import { createGroup } from "../mls/index.ts";
import { encodePolicy, initialPolicy } from "../rules/index.ts";
import { withdrawAnnouncement, type CallAccess } from "./announcement.ts";
import type { MachineContext } from "./context.ts";
import { openEpoch, type EpochState } from "./epoch.ts";
import { makeOwnKeyPackage, prepareCall, type Call } from "./identity.ts";
import { writersOf } from "./marks.ts";
import type { Stage } from "./stage.ts";
import { RETRY_MS } from "./timing.ts";

/** Makes the group of a call that we have announced, and its log. */
export class Creating implements Stage {
  readonly #context: MachineContext;
  readonly #access: CallAccess;
  #made: { readonly call: Call; readonly epoch: EpochState } | undefined;
  #asked = false;
  #retryAt: number | undefined;

  constructor(context: MachineContext, access: CallAccess) {
    this.#context = context;
    this.#access = access;
  }

  async connected(): Promise<void> {
    const context = this.#context;
    this.#retryAt = undefined;
    const { call, epoch } = (this.#made ??= await this.#make());
    const askedBefore = this.#asked;
    this.#asked = true;
    context.request(
      {
        type: "createGroup",
        groupId: epoch.log.groupId,
        epoch: epoch.number,
        capabilityHash: capabilityHash(epoch.capability),
        writers: writersOf(epoch.roster, []),
      },
      (reply) => {
        if (reply.type !== "groupState") {
          this.#retryAt = context.now + RETRY_MS;
        } else if (reply.created || (askedBefore && reply.epoch === epoch.number)) {
          // The second case: our request before the connection broke made the log.
          const { nextSequence: next } = reply;
          context.become({ kind: "joined", call, epoch, next, letInBy: undefined, cause: "create" });
        } else {
          context.become({ kind: "knocking", access: this.#access });
        }
      },
    );
  }

  disconnected(): void {
    this.#retryAt = undefined;
  }

  pushed(): void {
    // Nothing is followed yet.
  }

  async tick(): Promise<void> {
    if (this.#retryAt !== undefined && this.#context.now >= this.#retryAt) await this.connected();
  }

  wakeAt(): number | undefined {
    return this.#retryAt;
  }

  leave(): void {
    withdrawAnnouncement(this.#context, this.#access);
    this.#context.finish();
  }

  hintGone(): void {
    // There is nobody else yet.
  }

  dispose(): void {
    // The group lives on in the next stage.
  }

  async #make(): Promise<{ call: Call; epoch: EpochState }> {
    const context = this.#context;
    const call = await prepareCall(context, this.#access);
    const own = await makeOwnKeyPackage(context, call);
    const policy = encodePolicy(initialPolicy(context.options.device.publicKey, context.options.policy));
    const group = await createGroup(call.mls, call.keys.groupId, own, policy, call.check);
    return { call, epoch: await openEpoch(call, group, { generation: 0, groupId: call.keys.groupId }) };
  }
}
