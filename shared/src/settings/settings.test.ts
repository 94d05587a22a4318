import { describe, expect, it } from "vitest";
import { commandLine, flag, oneOf, readSettings, settingsHelp, text, texts, wholeNumber } from "./index.ts";

const settings = {
  port: { kind: wholeNumber(0, 65_535), byDefault: 4001, about: "Port." },
  natsServers: { kind: texts(), about: "Stores." },
  level: { kind: oneOf("info", "warn"), byDefault: "info", about: "Log level." },
  quiet: { kind: flag(), byDefault: false, about: "Says less." },
  secret: { kind: text(8), about: "A secret." },
} as const;

const read = (sources: { args?: object; env?: object; file?: unknown }) =>
  readSettings(settings, "SOTTO_X", { args: {}, env: {}, ...sources } as Parameters<typeof readSettings>[2]);

describe("settings", () => {
  it("are the defaults when nothing is said", () => {
    expect(read({})).toEqual({
      port: 4001,
      natsServers: undefined,
      level: "info",
      quiet: false,
      secret: undefined,
    });
  });

  it("go from the command line before the environment before the file", () => {
    const file = { port: 1, natsServers: ["nats://a"], quiet: true };
    const env = { SOTTO_X_PORT: "2", SOTTO_X_NATS_SERVERS: "nats://b, nats://c", SOTTO_X_LEVEL: "" };
    expect(read({ args: { port: "3" }, env, file })).toMatchObject({
      port: 3,
      natsServers: ["nats://b", "nats://c"],
      level: "info",
      quiet: true,
    });
  });

  it("that are wrong are all named with where they came from, without their values", () => {
    const sources = {
      args: { port: "70000", colour: "red" },
      env: { SOTTO_X_SECRET: "much too long a secret", SOTTO_X_QUIET: "perhaps" },
      file: { level: "loud", colour: 1 },
    };
    expect(() => read(sources)).toThrowError(
      expect.objectContaining({
        code: "settings/invalid",
        message:
          "file: colour is not a setting; --colour is not a setting; --port must be a whole number from 0 to 65535; " +
          "file: level must be one of info, warn; SOTTO_X_QUIET must be true or false; " +
          "SOTTO_X_SECRET must be text of 1 to 8 characters",
      }),
    );
  });

  it.each(["-1", "1.5", "0x10", "", " 1", "1e3", "999999999999999999"])("take %j for no port", (port) => {
    expect(() => read({ args: { port } })).toThrow("--port must be");
  });

  it.each([{ file: null }, { file: 3 }, { file: "text" }, { file: [] }])(
    "refuse $file as the content of a file",
    ({ file }) => {
      expect(() => read({ file })).toThrow("one object");
    },
  );

  it("explain themselves", () => {
    expect(settingsHelp(settings, "SOTTO_X")).toContain(
      '--nats-servers, SOTTO_X_NATS_SERVERS, "natsServers"\n      Stores.\n',
    );
  });
});

describe("a command line", () => {
  it("gives values by name, in both ways of writing", () => {
    expect(commandLine(["--port", "1", "--host=a=b", "--help"])).toEqual({
      port: "1",
      host: "a=b",
      help: "",
    });
  });

  it.each([[["port"]], [["--Port"]], [["--port", "1", "2"]], [["--port=1", "--port=2"]], [["-p"]]])(
    "refuses %j",
    (words) => {
      expect(() => commandLine(words)).toThrowError(expect.objectContaining({ code: "settings/invalid" }));
    },
  );
});
