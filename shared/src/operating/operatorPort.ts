import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Figures in Prometheus' text format; a registry of `prom-client` is one. */
export interface Figures {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface OperatorPort {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves what an operator asks for, on a port of its own that clients do not reach: /metrics, /healthz (the process
 * answers) and /readyz (it takes new clients). Rejects if the port can not be had.
 */
export async function openOperatorPort(
  host: string,
  port: number,
  figures: Figures,
  isReady: () => boolean,
): Promise<OperatorPort> {
  const server: Server = createServer((request, response) => {
    const say = (status: number, body: string, type = "text/plain"): void => {
      response.writeHead(status, { "content-type": type }).end(body);
    };
    if (request.method !== "GET") return say(405, "only GET\n");
    if (request.url === "/healthz") return say(200, "ok\n");
    if (request.url === "/readyz") return isReady() ? say(200, "ready\n") : say(503, "not ready\n");
    if (request.url !== "/metrics") return say(404, "not found\n");
    figures.metrics().then(
      (text) => say(200, text, figures.contentType),
      () => say(500, "the figures can not be had\n"),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
