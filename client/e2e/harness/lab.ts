import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { until } from "./until.ts";

const execute = promisify(execFile);

/** Address of this process, where the servers are, in the lab's network. */
export const SERVER_ADDRESS = "10.9.30.1";

/** An address that a network gives itself some seconds later makes browsers drop what they are loading. */
const NO_LATE_ADDRESS = ["addrgenmode", "none"];

/**
 * Computers with networks of their own, joined by one switch, inside the tests' private network: everybody could
 * reach everybody. Each is a network namespace; this process is one of them.
 */
export class Lab {
  private readonly hosts: Host[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "sotto-lab-"));

  /** The servers' own computer. */
  readonly server = new Network([], SERVER_ADDRESS);

  static async open(): Promise<Lab> {
    await run("ip", "link", "add", "lab", "type", "bridge");
    await run("ip", "link", "set", "lab", ...NO_LATE_ADDRESS);
    await run("ip", "address", "add", `${SERVER_ADDRESS}/24`, "dev", "lab");
    await run("ip", "link", "set", "lab", "up");
    return new Lab();
  }

  /** Adds a computer. `number` is the last part of its address. */
  async host(number: number): Promise<Host> {
    const host = await Host.start(number, this.folder);
    this.hosts.push(host);
    return host;
  }

  async close(): Promise<void> {
    for (const host of this.hosts) await host.close();
    await this.server.unblock();
    await run("ip", "link", "delete", "lab");
    rmSync(this.folder, { recursive: true });
  }
}

/** The network of one computer: who can be reached, and who was. */
export class Network {
  readonly address: string;
  private readonly prefix: readonly string[];

  /** @param prefix what to put before a command so that it runs there */
  constructor(prefix: readonly string[], address: string) {
    this.prefix = prefix;
    this.address = address;
  }

  async run(...command: readonly string[]): Promise<string> {
    return await run(...this.prefix, ...command);
  }

  spawn(...command: readonly string[]): ChildProcess {
    const [program = "", ...args] = [...this.prefix, ...command];
    return spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  }

  /** Begins to note, in the kernel, every address that packets come from or go to. */
  async watchAddresses(): Promise<void> {
    await this.run(
      "nft",
      `add table ip watch
       add set ip watch seen { type ipv4_addr; flags dynamic; }
       add chain ip watch came { type filter hook input priority -300; }
       add chain ip watch goes { type filter hook output priority -300; }
       add rule ip watch came iifname != "lo" ip daddr != 224.0.0.0/4 add @seen { ip saddr }
       add rule ip watch goes oifname != "lo" ip daddr != 224.0.0.0/4 add @seen { ip daddr }`,
    );
  }

  /** All addresses noted since `watchAddresses`, in order. */
  async seenAddresses(): Promise<string[]> {
    const listed = await this.run("nft", "list", "set", "ip", "watch", "seen");
    return [...new Set(listed.slice(listed.indexOf("elements")).match(/\d+\.\d+\.\d+\.\d+/g) ?? [])].sort();
  }

  async forgetAddresses(): Promise<void> {
    await this.run("nft", "flush", "set", "ip", "watch", "seen");
  }

  /**
   * Drops packets in both directions.
   * @param rule which, as nftables says it; with `numgen random mod 100 < 5` five of a hundred
   */
  async block(rule: string): Promise<void> {
    await this.run(
      "nft",
      `add table ip block
       add chain ip block came { type filter hook input priority 0; }
       add chain ip block goes { type filter hook output priority 0; }
       add rule ip block came iifname != "lo" ${rule} drop
       add rule ip block goes oifname != "lo" ${rule} drop`,
    );
  }

  /** Lets everything through again. */
  async unblock(): Promise<void> {
    await this.run("nft", "add table ip block; delete table ip block");
  }
}

/** A computer of somebody's own. */
export class Host extends Network {
  private readonly holder: ChildProcess;
  private readonly folder: string;
  /** Its cable, at the switch. */
  private readonly link: string;
  private readonly helpers: ChildProcess[] = [];

  private constructor(holder: ChildProcess, number: number, folder: string) {
    super(["nsenter", `--net=/proc/${holder.pid}/ns/net`, "--"], `10.9.30.${number}`);
    this.holder = holder;
    this.folder = folder;
    this.link = `lab${number}`;
  }

  static async start(number: number, folder: string): Promise<Host> {
    // Ends with us, whatever happens: its input ends then.
    const holder = spawn("unshare", ["--net", "cat"], { stdio: ["pipe", "ignore", "inherit"] });
    const own = readlinkSync("/proc/self/ns/net");
    await until(
      () => readlinkSync(`/proc/${holder.pid}/ns/net`) !== own,
      () => "a network namespace",
    );
    const host = new Host(holder, number, folder);
    await run(
      ...["ip", "link", "add", host.link, "type", "veth"],
      ...["peer", "name", "eth0", "netns", String(holder.pid)],
    );
    await run("ip", "link", "set", host.link, "master", "lab", ...NO_LATE_ADDRESS, "up");
    await host.run("ip", "link", "set", "lo", "up");
    await host.run("ip", "link", "set", "eth0", ...NO_LATE_ADDRESS, "up");
    await host.run("ip", "address", "add", `${host.address}/24`, "dev", "eth0");
    await host.run("ip", "route", "add", "default", "via", SERVER_ADDRESS);
    return host;
  }

  /** The path of a program that does what another does, on this computer. */
  program(path: string): string {
    const script = join(this.folder, `${this.address}-${path.split("/").pop() ?? ""}`);
    writeFileSync(script, `#!/bin/sh\nexec nsenter --net=/proc/${this.holder.pid}/ns/net -- ${path} "$@"\n`);
    chmodSync(script, 0o755);
    return script;
  }

  /** Passes TCP connections to `from` on to the same ports of another address, as a blind proxy does. */
  async forward(from: string, to: string, ports: readonly number[]): Promise<void> {
    const child = this.spawn(process.execPath, "--eval", FORWARDER, from, to, ...ports.map(String));
    this.helpers.push(child);
    await new Promise<void>((resolve, reject) => {
      child.once("exit", () => {
        reject(new Error("the proxy ended"));
      });
      child.stdout?.once("data", () => {
        resolve();
      });
    });
  }

  /** A process that ends with this computer. */
  keep(child: ChildProcess): void {
    this.helpers.push(child);
  }

  async close(): Promise<void> {
    // By hand: the kernel takes the network of a process apart some time after its end.
    await run("ip", "link", "delete", this.link);
    for (const child of [...this.helpers, this.holder]) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await gone;
    }
  }
}

const FORWARDER = `
const net = require("node:net");
const [from, to, ...ports] = process.argv.slice(1);
let listening = 0;
for (const port of ports.map(Number)) {
  net.createServer((one) => {
    const other = net.connect(port, to);
    one.pipe(other).pipe(one);
    one.on("error", () => other.destroy()).on("close", () => other.destroy());
    other.on("error", () => one.destroy()).on("close", () => one.destroy());
  }).listen(port, from, () => ++listening === ports.length && console.log("listening"));
}
process.stdin.resume().on("end", () => process.exit());
`;

async function run(...[program = "", ...args]: readonly string[]): Promise<string> {
  return (await execute(program, args)).stdout;
}
