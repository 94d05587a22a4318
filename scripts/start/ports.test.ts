import { once } from "node:events";
import { createSocket } from "node:dgram";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { parseStartOptions } from "./options.mjs";
import { checkPortsFree } from "./ports.mjs";

/** Asks the system for ports that nobody uses. */
async function freeOptions() {
  const servers = Array.from({ length: 4 }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const [port, keyserverPort, sfuPort, rtcPort] = servers.map(
    (server) => (server.address() as AddressInfo).port,
  ) as [number, number, number, number];
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return { ...parseStartOptions([]), port, keyserverPort, sfuPort, rtcPort };
}

describe("checkPortsFree", () => {
  it("is content with free ports, twice", async () => {
    const options = await freeOptions();
    await checkPortsFree(options);
    await checkPortsFree(options);
  });

  it("names the option of a TCP port that is taken", async () => {
    const options = await freeOptions();
    const taken = createServer().listen(options.sfuPort, "127.0.0.1");
    await once(taken, "listening");
    await expect(checkPortsFree(options)).rejects.toThrow(
      `Port ${options.sfuPort} is in use. Choose another one with --sfu-port.`,
    );
    await once(taken.close(), "close");
  });

  it("names --rtc-port when its UDP port is taken", async () => {
    const options = await freeOptions();
    const taken = createSocket("udp4").bind(options.rtcPort, "127.0.0.1");
    await once(taken, "listening");
    await expect(checkPortsFree(options)).rejects.toThrow("--rtc-port");
    taken.close();
  });

  it("names --host when the address is not this machine's", async () => {
    const options = { ...(await freeOptions()), host: "192.0.2.1" };
    await expect(checkPortsFree(options)).rejects.toThrow("192.0.2.1 is not an address of this machine");
  });
});
