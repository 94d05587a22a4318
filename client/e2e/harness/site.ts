import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/** Serves a built client from a folder, and remembers every path that was asked for. */
export interface Site {
  readonly origin: string;
  readonly requested: readonly string[];
  close(): Promise<void>;
}

export type Loses = (path: string, isWorker: boolean) => boolean;

/**
 * @param folder the output of `vite build`
 * @param host where it is served; visitors come to 127.0.0.1, themselves or through a proxy, for a secure context
 * @param loses of which requests nothing comes back, as when a network goes away; a script knows whether it is a worker's
 */
export async function serveSite(
  folder: string,
  port: number,
  host = "127.0.0.1",
  loses: Loses = () => false,
): Promise<Site> {
  const requested: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    requested.push(request.url ?? "/");
    const isWorker = request.headers["sec-fetch-dest"] === "worker";
    if (loses(path, isWorker)) return void request.socket.destroy();
    const file = join(folder, normalize(path === "/" ? "/index.html" : path));
    const type = types[extname(file)];
    stat(file).then(
      () => {
        response.writeHead(200, {
          "content-type": type ?? "application/octet-stream",
          ...(path === "/embed.js" && { "access-control-allow-origin": "*" }),
        });
        createReadStream(file).pipe(response);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    requested,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
