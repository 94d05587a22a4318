/**
 * A network of the tests' own: a Linux network namespace with loopback and one made-up interface. Nothing in it can
 * reach the outside or be reached from there, ports are all free, and tests may block and shape it as they like.
 * Firefox needs it: it never offers loopback addresses for media.
 *
 *   node scripts/test/private-network.mjs <program> [arguments]   runs a program in such a network
 */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { run, tail } from "../setup/run.mjs";

/** The address of the made-up interface. */
export const PRIVATE_ADDRESS = "10.9.9.9";

/** Makes the interface, then becomes the program. The default route leads nowhere: browsers want to see one. */
const ENTER = [
  "ip link set lo up",
  "ip link add sotto0 type veth peer name sotto1",
  `ip address add ${PRIVATE_ADDRESS}/24 dev sotto0`,
  "ip link set sotto0 up",
  "ip link set sotto1 up",
  "ip route add default via 10.9.9.1",
  'exec "$@"',
].join(" && ");

/** As root, or else as somebody who is root only inside. */
const WAYS = [
  ["unshare", "--net"],
  ["unshare", "--map-root-user", "--net"],
];

/**
 * @typedef {{ prefix: readonly string[], env: NodeJS.ProcessEnv }} PrivateNetwork what to put before a command, and
 *   what to add to its environment, which says where it is: SOTTO_PRIVATE_ADDRESS, or SOTTO_NO_PRIVATE_NETWORK with
 *   the reason
 */

/**
 * Finds out whether this machine lets us have such a network; without one, commands run as they are.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<PrivateNetwork>}
 */
export async function privateNetwork(env) {
  if (env.SOTTO_PRIVATE_ADDRESS) return { prefix: [], env: {} };
  if (process.platform !== "linux") return without("network namespaces exist on Linux only");
  const PATH = withSystemFolders(env);
  let output = "";
  for (const way of WAYS) {
    const prefix = [...way, "sh", "-c", ENTER, "sh"];
    const [command = "", ...args] = [...prefix, "true"];
    const tried = await run(command, args, { env: { ...env, PATH } });
    if (tried.code === 0) return { prefix, env: { PATH, SOTTO_PRIVATE_ADDRESS: PRIVATE_ADDRESS } };
    output = tried.output;
  }
  return without(tail(output, 1) || "unshare failed");
}

/** @param {string} reason @returns {PrivateNetwork} */
function without(reason) {
  return { prefix: [], env: { SOTTO_NO_PRIVATE_NETWORK: reason } };
}

/**
 * The search path with the folders where `ip` and `nft` are, which ordinary users often lack.
 * @param {NodeJS.ProcessEnv} env
 */
export function withSystemFolders(env) {
  return [env.PATH, "/usr/sbin", "/sbin"].filter(Boolean).join(":");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const network = await privateNetwork(process.env);
  const [command = "true", ...args] = [...network.prefix, ...process.argv.slice(2)];
  const { status } = spawnSync(command, args, { env: { ...process.env, ...network.env }, stdio: "inherit" });
  process.exitCode = status ?? 1;
}
