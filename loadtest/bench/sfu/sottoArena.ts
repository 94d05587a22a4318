import { randomBytes } from "node:crypto";
import { toBase64Url } from "@sotto/shared/codec";
import { asSfuAdmission, sfuCallIdOf } from "@sotto/shared/ids";
import { SIGNALLING_VERSION } from "@sotto/shared/signalling";
import { startServer } from "../../src/run/index.ts";
import { SfuClient } from "../../src/sfu/index.ts";
import type { StartArena } from "./arena.ts";
import { ortcSeat } from "./ortcSeat.ts";

/** Sotto's SFU with one worker, as `npm start` runs it; all seats are in one call. */
export const startSotto: StartArena = async (mediaAddress) => {
  const server = await startServer("SFU", [
    ...["sfu/src/main.ts", "--host", "127.0.0.1", "--port", "0"],
    ...["--rtc-host", mediaAddress, "--rtc-port", "0", "--workers", "1"],
  ]);
  const admission = asSfuAdmission(new Uint8Array(randomBytes(32)));
  const clients: SfuClient[] = [];
  return {
    pid: server.pid,
    seat: async () => {
      const client = await SfuClient.connect(`ws://127.0.0.1:${server.port}`, () => undefined);
      clients.push(client);
      await client.request("join", {
        version: SIGNALLING_VERSION,
        callId: toBase64Url(sfuCallIdOf(admission)),
        admission: toBase64Url(admission),
        participantId: toBase64Url(new Uint8Array(randomBytes(16))),
        resumeToken: toBase64Url(new Uint8Array(randomBytes(32))),
      });
      return ortcSeat((method, data) => client.request(method, data));
    },
    close: async () => {
      for (const client of clients) client.close();
      await server.close();
    },
  };
};
