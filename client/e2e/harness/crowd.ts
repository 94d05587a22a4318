import type { Browser } from "playwright-core";
import type { LinkSecret } from "@sotto/shared/ids";
import { CrowdMember } from "../../../loadtest/bench/receive/CrowdMember.ts";
import { makeFootage } from "../../../loadtest/bench/receive/footage.ts";
import type { BuiltClient } from "./build.ts";
import type { Servers } from "./servers.ts";

/** Before the pictures of the crowd begin again. */
const FOOTAGE_SECONDS = 1;

/** What the SFU has to allow so that a crowd comes from one address, all at once. */
export const crowdLimits = { connections: 1_000 };

/** Many in a call with camera and microphone and without browsers. */
export class Crowd {
  private readonly members: readonly CrowdMember[];

  private constructor(members: readonly CrowdMember[]) {
    this.members = members;
  }

  /**
   * Brings people into a call.
   * @param browser encodes what they send
   * @param rotateMs how old they let a key become
   */
  static async gather(
    browser: Browser,
    { sfu, site }: Servers,
    { keyserverPort }: BuiltClient,
    { people, linkSecret, rotateMs }: { people: number; linkSecret: LinkSecret; rotateMs: number },
  ): Promise<Crowd> {
    const studio = await browser.newPage();
    await studio.goto(site.origin);
    const footage = await makeFootage(studio, FOOTAGE_SECONDS);
    await studio.close();
    const place = { linkSecret, sfu, keyserverPort, rotateMs };
    const first = new CrowdMember(0, footage, place);
    await first.begin(place);
    const others = Array.from(
      { length: people - 1 },
      (_, index) => new CrowdMember(index + 1, footage, place),
    );
    // One by one: a transport at a time is made so that it takes packets from here.
    for (const member of others) await member.begin(place);
    return new Crowd([first, ...others]);
  }

  close(): void {
    for (const member of this.members) member.close();
  }
}
