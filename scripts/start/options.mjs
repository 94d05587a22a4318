import { parseArgs } from "node:util";

/**
 * @typedef {{ host: string, port: number, keyserverPort: number, sfuPort: number, rtcPort: number,
 *   rotateSeconds: number, help: boolean }} StartOptions
 */

/** A command line that is not understood; the message says what to change. */
export class OptionError extends Error {}

export const HELP = `Usage: npm start -- [options]

  --port N             the web client          (default 5173)
  --keyserver-port N   the keyserver           (default 4001)
  --sfu-port N         the media server        (default 4002)
  --rtc-port N         media, UDP and TCP      (default 4003)
  --host ADDRESS       listen on and announce  (default 127.0.0.1)
  --rotate-seconds N   time between new keys   (default 30)
  --help

Browsers give camera and microphone only to https pages and to this machine's own
address, so another --host needs a TLS proxy in front.
`;

/** Option name of each port, for messages. */
export const PORT_OPTIONS = /** @type {const} */ ({
  port: "--port",
  keyserverPort: "--keyserver-port",
  sfuPort: "--sfu-port",
  rtcPort: "--rtc-port",
});

/** Longer than an hour between new keys is surely a mistake. */
const MAX_ROTATE_SECONDS = 3600;

/**
 * Reads the command line of `npm start`.
 * @param {string[]} args
 * @returns {StartOptions}
 * @throws {OptionError}
 */
export function parseStartOptions(args) {
  const values = parse(args);
  const options = {
    host: values.host ?? "127.0.0.1",
    port: wholeNumber("--port", values.port ?? "5173", 65_535),
    keyserverPort: wholeNumber("--keyserver-port", values["keyserver-port"] ?? "4001", 65_535),
    sfuPort: wholeNumber("--sfu-port", values["sfu-port"] ?? "4002", 65_535),
    rtcPort: wholeNumber("--rtc-port", values["rtc-port"] ?? "4003", 65_535),
    rotateSeconds: wholeNumber("--rotate-seconds", values["rotate-seconds"] ?? "30", MAX_ROTATE_SECONDS),
    help: values.help ?? false,
  };
  if (options.host === "") throw new OptionError("--host needs an address.");
  refuseSharedPorts(options);
  return options;
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        host: { type: "string" },
        port: { type: "string" },
        "keyserver-port": { type: "string" },
        "sfu-port": { type: "string" },
        "rtc-port": { type: "string" },
        "rotate-seconds": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    // Node's message names the option; its second sentence is advice about positional arguments.
    const message = error instanceof Error ? error.message : String(error);
    throw new OptionError(/^[^\n]*?['"][^'"]*['"][^.\n]*/.exec(message)?.[0] ?? message);
  }
}

/**
 * @param {string} name
 * @param {string} text
 * @param {number} most
 */
function wholeNumber(name, text, most) {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new OptionError(`${name} needs a whole number from 1 to ${most}, not "${text}".`);
  }
  return value;
}

/** @param {StartOptions} options */
function refuseSharedPorts(options) {
  /** @type {Map<number, string>} */
  const taken = new Map();
  for (const [key, name] of Object.entries(PORT_OPTIONS)) {
    const port = options[/** @type {keyof typeof PORT_OPTIONS} */ (key)];
    const other = taken.get(port);
    if (other) throw new OptionError(`${other} and ${name} are both ${port}.`);
    taken.set(port, name);
  }
}
