import { ed25519 } from "@noble/curves/ed25519.js";
import { toBase64Url } from "@sotto/shared/codec";
import { describe, expect, it } from "vitest";
import { crossSign } from "../credential/index.ts";
import { newSeed, Simulation } from "../testing/simulation.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import type { SimulatedMemberOptions } from "../testing/simulatedMemberOptions.ts";

const seed = newSeed();

function device(fill: number) {
  const key = new Uint8Array(32).fill(fill);
  return {
    publicKey: ed25519.getPublicKey(key),
    sign: async (message: Uint8Array) => ed25519.sign(message, key),
  };
}

/** How many persons somebody's roster has, and the names of each. */
function personsSeenBy(member: SimulatedMember): string[] {
  const names = new Map<string, string[]>();
  for (const { personKey, displayName } of member.epoch.roster) {
    const key = toBase64Url(personKey);
    names.set(key, [...(names.get(key) ?? []), displayName]);
  }
  return [...names.values()].map((group) => group.join("+"));
}

describe(`persons in the roster, seed ${seed}`, () => {
  it("has devices that signed each other as one person, in everybody's eyes, and one-sided claims not", async () => {
    const [phone, laptop, stranger] = [device(1), device(2), device(3)];
    const over = async (signer: typeof phone, carrier: typeof phone) => ({
      devicePublicKey: signer.publicKey,
      signature: await crossSign(signer, carrier.publicKey),
    });
    const simulation = new Simulation(seed);
    const enter = async (options: Partial<SimulatedMemberOptions>) => {
      const member = simulation.add(options);
      member.connect();
      await simulation.until(() => member.isJoined, 30_000);
      return member;
    };
    const members = [
      await enter({ name: "Ben" }),
      await enter({ name: "Ana", device: phone, crossSignatures: [await over(laptop, phone)] }),
      // What the phone said over the laptop does not make it say so over the stranger.
      await enter({ name: "Eve", device: stranger, crossSignatures: [await over(phone, laptop)] }),
      await enter({
        name: "Ana at work",
        device: laptop,
        crossSignatures: [await over(phone, laptop), await over(stranger, laptop)],
      }),
    ];
    await simulation.untilTogether(members, 5_000);
    for (const member of members) expect(personsSeenBy(member)).toEqual(["Ben", "Ana+Ana at work", "Eve"]);
  });
});
