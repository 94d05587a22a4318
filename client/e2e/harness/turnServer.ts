import { connect } from "node:net";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "./lab.ts";
import { until } from "./until.ts";

const places = [process.env["SOTTO_TURNSERVER"], "/usr/bin/turnserver"];

/** coturn's path, if it is there. */
export function findTurnServer(): string | undefined {
  return places.find((place) => place !== undefined && existsSync(place));
}

/** What the relay and the SFU share. */
export const TURN_SECRET = "a secret of relays in tests";

/** Addresses of a relay on this host, for the SFU to name: UDP, and TLS on the port that every network lets out. */
export function turnUrls({ address }: Host): string[] {
  return [`turn:${address}:3478?transport=udp`, `turns:${address}:443?transport=tcp`];
}

/** Starts coturn on a host, with a certificate that nobody has signed. @returns what it has said so far */
export async function startTurnServer(host: Host): Promise<{ log: string[]; close(): void }> {
  const program = findTurnServer();
  if (program === undefined) throw new Error("no coturn found: set SOTTO_TURNSERVER to its path");
  const folder = mkdtempSync(join(tmpdir(), "sotto-turn-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  await host.run(
    ...["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", "/CN=relay.test", "-addext", `subjectAltName=IP:${host.address}`],
    ...["-keyout", key, "-out", certificate],
  );
  const child = host.spawn(
    program,
    "-n",
    `--listening-ip=${host.address}`,
    `--relay-ip=${host.address}`,
    "--listening-port=3478",
    "--tls-listening-port=443",
    `--cert=${certificate}`,
    `--pkey=${key}`,
    "--use-auth-secret",
    `--static-auth-secret=${TURN_SECRET}`,
    "--realm=relay.test",
    "--no-cli",
    "--no-rfc5780",
    "--verbose",
    "--log-file=stdout",
    `--userdb=${join(folder, "users")}`,
    `--pidfile=${join(folder, "pid")}`,
  );
  host.keep(child);
  const log: string[] = [];
  child.stdout?.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  await until(
    async () => {
      if (child.exitCode !== null) throw new Error(`coturn ended: ${log.join("").slice(-500)}`);
      return await answers(host.address, 443);
    },
    () => "coturn listens",
  );
  return {
    log,
    close: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Whether somebody takes TCP connections there. */
async function answers(address: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
