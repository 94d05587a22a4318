import { beforeAll, describe, expect, it } from "vitest";
import { loadSuite, type MlsSuite } from "./suite.ts";
import { SottoMember } from "./testing/sottoMember.ts";

// What the library gets wrong as published; see patches/.

describe("patched library", () => {
  let suite: MlsSuite;

  beforeAll(async () => {
    suite = await loadSuite("classical", (length) => crypto.getRandomValues(new Uint8Array(length)));
  });

  async function groupOf(count: number): Promise<SottoMember[]> {
    const members = Array.from({ length: count }, (_, index) => new SottoMember(index + 1, suite));
    const [creator, ...others] = members;
    await creator!.createGroup(new Uint8Array(16));
    const keyPackages = await Promise.all(others.map((member) => member.keyPackage()));
    const { welcome } = await creator!.commit(keyPackages, []);
    for (const member of others) await member.join(welcome!);
    return members;
  }

  async function exported(members: readonly SottoMember[]): Promise<Set<string>> {
    const secrets = await Promise.all(members.map((member) => member.exported(32)));
    return new Set(secrets.map((secret) => Buffer.from(secret).toString("hex")));
  }

  it("lets two join at once where others have committed before", async () => {
    const members = await groupOf(4);
    for (const committer of members) {
      const { message } = await committer.commit([], []);
      for (const member of members) if (member !== committer) await member.process(message);
    }
    const joiners = [new SottoMember(5, suite), new SottoMember(6, suite)];
    const keyPackages = await Promise.all(joiners.map((joiner) => joiner.keyPackage()));
    const { message, welcome } = await members[0]!.commit(keyPackages, []);
    for (const member of members.slice(1)) await member.process(message);
    for (const joiner of joiners) await joiner.join(welcome!);
    expect((await exported([...members, ...joiners])).size).toBe(1);
  });

  it("tells a member that it was removed when its leaf goes to a joiner in the same commit", async () => {
    const [first, second, third] = (await groupOf(3)) as [SottoMember, SottoMember, SottoMember];
    const joiner = new SottoMember(4, suite);
    const { message, welcome } = await first.commit([await joiner.keyPackage()], [second.number]);
    await joiner.join(welcome!);
    expect(await second.process(message)).toBe(false);
    expect(await third.process(message)).toBe(true);
    expect((await exported([first, third, joiner])).size).toBe(1);
  });
});
