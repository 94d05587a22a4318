/** `npm start`: everything that a call on this machine needs, until Ctrl-C. See `npm start -- --help`. */
import "./setup/require-node.mjs";
import { join } from "node:path";
import { ROOT, setUp, showFailure } from "./setup.mjs";
import { exitWhenAsked, onAskedToEnd } from "./setup/ending.mjs";
import { run, tail } from "./setup/run.mjs";
import { SetupError, say } from "./setup/say.mjs";
import { HELP, OptionError, parseStartOptions } from "./start/options.mjs";
import { checkPortsFree } from "./start/ports.mjs";
import { ServerProcess } from "./start/server-process.mjs";

const VITE = join(ROOT, "node_modules", "vite", "bin", "vite.js");

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else process.exitCode = await start(options);
} catch (error) {
  if (error instanceof OptionError) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
  showFailure(error);
  process.exit(1);
}

/**
 * @param {import("./start/options.mjs").StartOptions} options
 * @returns {Promise<number>} exit code, when everything has ended
 */
async function start(options) {
  const endSetUp = exitWhenAsked();
  await checkPortsFree(options);
  const env = { ...process.env, ...(await setUp({ worker: true, browser: false })) };
  const client = await buildClient(options, env);
  endSetUp();

  const servers = serverSpecs(options, client, env).map((spec) => new ServerProcess(spec));
  void Promise.all(servers.map((server) => server.listening)).then(() => {
    process.stdout.write(`\n  Sotto is ready:  http://${urlHost(options.host)}:${options.port}/\n`);
    process.stdout.write("  Ctrl-C ends it.\n\n");
  });
  /** @type {Promise<undefined>} */
  const asked = new Promise((resolve) => onAskedToEnd(() => resolve(undefined)));
  const failures = servers.map(async (server) => ({ server, what: await server.failure }));
  const failure = await Promise.race([asked, ...failures]);
  if (failure) {
    const { server, what } = failure;
    process.stderr.write(`\nThe ${server.name} ${what}. Stopping everything.\n${server.output}\n`);
  }
  await Promise.all(servers.map((server) => server.stop()));
  return failure ? 1 : 0;
}

/** @param {string} host @returns {string} as it stands in a URL */
function urlHost(host) {
  return host.includes(":") ? `[${host}]` : host;
}

/**
 * Builds the client for these ports, as users get it.
 * @param {import("./start/options.mjs").StartOptions} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ folder: string, env: NodeJS.ProcessEnv }>}
 */
async function buildClient(options, env) {
  const host = urlHost(options.host);
  const clientEnv = {
    ...env,
    SOTTO_KEYSERVER_URL: `ws://${host}:${options.keyserverPort}`,
    SOTTO_SFU_URL: `ws://${host}:${options.sfuPort}`,
    SOTTO_ROTATE_SECONDS: String(options.rotateSeconds),
  };
  // A folder per port: two instances with different servers do not overwrite each other's build.
  const folder = join(ROOT, "client", "dist", `local-${options.port}`);
  say("building the client");
  const args = [VITE, "build", "client", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"];
  const { code, output } = await run(process.execPath, args, { cwd: ROOT, env: clientEnv });
  if (code !== 0) throw new SetupError(`The client could not be built:\n${tail(output)}`);
  return { folder, env: clientEnv };
}

/**
 * @param {import("./start/options.mjs").StartOptions} options
 * @param {{ folder: string, env: NodeJS.ProcessEnv }} client
 * @param {NodeJS.ProcessEnv} env
 * @returns {import("./start/server-process.mjs").ServerSpec[]}
 */
function serverSpecs({ host, port, keyserverPort, sfuPort, rtcPort }, client, env) {
  const tsx = ["--import", "tsx"];
  const at = (/** @type {number} */ number) => ["--host", host, "--port", String(number)];
  return [
    {
      name: "keyserver",
      args: [...tsx, "keyserver-protocol/src/server/main.ts", ...at(keyserverPort)],
      cwd: ROOT,
      env,
      ready: "listening line",
    },
    {
      name: "media server",
      args: [...tsx, "sfu/src/main.ts", ...at(sfuPort), "--rtc-port", String(rtcPort)],
      cwd: ROOT,
      env,
      ready: "listening line",
    },
    {
      name: "web client",
      args: [VITE, "preview", "client", "--outDir", client.folder, ...at(port), "--strictPort"],
      cwd: ROOT,
      env: client.env,
      ready: { host, port },
    },
  ];
}
