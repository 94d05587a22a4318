import { asCtr, asEpoch, asLeafIndex, asStreamNumber } from "@sotto/shared/ids";
import { encodeHeader, packKid, ratchetBaseKey } from "@sotto/shared/sframe";
import { describe, expect, it } from "vitest";
import { carrierOf } from "../carrier/index.ts";
import { MAX_STEPS_AHEAD } from "./BaseKeyRatchet.ts";
import { EpochKeys } from "./EpochKeys.ts";
import { GRACE_MS, SWITCH_DELAY_MS } from "./SendSchedule.ts";
import { baseKey, epochMessage, frame, headerOf, pair, ROTATE_MS, sent } from "./testing.ts";

const PLAIN = Uint8Array.of(1, 2, 3);
/** An epoch that came at 0 is at this step from this time on. */
function begins(step: number): number {
  return (step + 0.5) * ROTATE_MS;
}

/** A frame that names a step of Ana's and that nobody who has a key made. */
function forged(step: number): ArrayBuffer {
  const parts = { stream: asStreamNumber(1), padded: false, leaf: asLeafIndex(0), epoch: asEpoch(1) };
  const kid = packKid({ ...parts, step }, 4);
  const header = encodeHeader(kid, asCtr(0));
  const { headroom } = carrierOf("vp8");
  const sealed = new Uint8Array(headroom + header.length + 20);
  sealed.set(header, headroom);
  return carrierOf("vp8").wrap(sealed, false).slice().buffer;
}

describe("while no new epoch comes", () => {
  it("a sender ratchets on time, with a counter of its own for each step", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    const headers = [];
    for (const now of [0, begins(1) - 1, begins(1), begins(2) - 1, begins(2)]) {
      headers.push(headerOf(await sender.encrypt(frame(), now)));
    }
    expect(headers.map(({ step, ctr }) => [step, ctr])).toEqual([
      [0, 256n],
      [0, 257n],
      [1, 256n],
      [1, 257n],
      [2, 256n],
    ]);
    expect(call.onEpoch).toHaveBeenCalledTimes(1);
  });

  it("a counter goes on when a key id comes again with its step", async () => {
    const call = pair();
    call.both(1, 0, { cause: "removal" });
    await call.sender().encrypt(frame(), begins(1));
    call.both(257, begins(1), { cause: "removal" });
    const outcome = await call.sender().encrypt(frame(), begins(1) + begins(1));
    expect(headerOf(outcome)).toMatchObject({ step: 1, epochLow: 1, ctr: 257n });
  });

  it("a sender stops ratcheting with the new epoch", async () => {
    const call = pair();
    call.both(1, 0);
    call.both(2, begins(1));
    const outcome = await call.sender().encrypt(frame(), begins(1) + SWITCH_DELAY_MS);
    expect(headerOf(outcome)).toMatchObject({ step: 0, epochLow: 2 });
    expect(await call.receiver().decrypt(sent(outcome))).toEqual(PLAIN);
  });

  it("a receiver follows every sender to the step it names, before its own clock is there", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    const receiver = call.receiver();
    for (const step of [0, 1, 2, 5]) {
      const outcome = await sender.encrypt(frame(), step === 0 ? 0 : begins(step));
      expect(await receiver.decrypt(sent(outcome))).toEqual(PLAIN);
    }
  });

  it("a member that heard a later step sends with it", async () => {
    const call = pair();
    call.both(1, 0);
    await call.receiver().decrypt(sent(await call.sender().encrypt(frame(), begins(3))));
    const { kid } = call.receiveKeys.sendKey(call.receiveKeys.sending(1)!, asStreamNumber(1), false, 1);
    expect(kid >> 17n).toBe(3n);
  });

  it("a late sender is heard for a period and the grace, then no more", async () => {
    const call = pair();
    call.both(1, 0);
    const late = sent(await call.sender().encrypt(frame(), 0));
    const tooLate = sent(await call.sender().encrypt(frame(), 0));
    call.receiveKeys.expire(begins(1));
    call.receiveKeys.expire(begins(1) + ROTATE_MS + GRACE_MS - 1);
    expect(await call.receiver().decrypt(late)).toEqual(PLAIN);
    call.receiveKeys.expire(begins(1) + ROTATE_MS + GRACE_MS);
    expect(await call.receiver().decrypt(tooLate)).toBe("unknown-key");
  });

  it("a frame is a replay at every step", async () => {
    const call = pair();
    call.both(1, 0);
    const once = sent(await call.sender().encrypt(frame(), begins(1)));
    await call.receiver().decrypt(once);
    call.receiveKeys.expire(begins(2));
    expect(await call.receiver().decrypt(once)).toBe("replay");
  });

  it("a step beyond the bound is refused without derivation", async () => {
    const call = pair();
    call.both(1, 0);
    const within = sent(await call.sender().encrypt(frame(), begins(MAX_STEPS_AHEAD)));
    const beyond = sent(await call.sender().encrypt(frame(), begins(MAX_STEPS_AHEAD + 1)));
    expect(await call.receiver().decrypt(beyond)).toBe("unknown-key");
    expect(await call.receiver().decrypt(within)).toEqual(PLAIN);
  });

  it("a forged step moves nothing", async () => {
    const call = pair();
    call.both(1, 0);
    const honest = sent(await call.sender().encrypt(frame(), 0));
    for (const step of [1, MAX_STEPS_AHEAD]) {
      expect(await call.receiver().decrypt(forged(step))).toBe("auth");
    }
    expect(await call.receiver().decrypt(forged(MAX_STEPS_AHEAD + 1))).toBe("unknown-key");
    const epoch = call.receiveKeys.sending(1)!;
    expect(call.receiveKeys.sendKey(epoch, asStreamNumber(1), false, 1).kid >> 17n).toBe(0n);
    call.receiveKeys.expire(begins(1) - 1);
    expect(await call.receiver().decrypt(honest)).toEqual(PLAIN);
  });

  it("who got hold of a step's base key cannot open the step before", async () => {
    const call = pair();
    call.both(1, 0);
    const before = sent(await call.sender().encrypt(frame(), begins(1)));
    const stolen = ratchetBaseKey(4, ratchetBaseKey(4, new Uint8Array(baseKey(1)), 1), 2);
    const thief = new EpochKeys();
    thief.add(epochMessage(1, 1, { baseKey: new Uint8Array(stolen).buffer }), 0);
    expect(await call.receiver({ keys: thief }).decrypt(before)).toBe("auth");
    expect(await call.receiver().decrypt(before)).toEqual(PLAIN);
  });
});
