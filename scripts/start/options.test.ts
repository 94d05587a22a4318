import { describe, expect, it } from "vitest";
import { OptionError, parseStartOptions } from "./options.mjs";

describe("options of npm start", () => {
  it("has defaults for everything", () => {
    expect(parseStartOptions([])).toEqual({
      host: "127.0.0.1",
      port: 5173,
      keyserverPort: 4001,
      sfuPort: 4002,
      rtcPort: 4003,
      rotateSeconds: 30,
      help: false,
    });
  });

  it("takes values after a space and after an equals sign", () => {
    const args = ["--port", "8000", "--keyserver-port=8001", "--host=10.0.0.5", "--rotate-seconds", "5"];
    expect(parseStartOptions(args)).toMatchObject({
      port: 8000,
      keyserverPort: 8001,
      host: "10.0.0.5",
      rotateSeconds: 5,
    });
  });

  it.each([
    [["--bogus"], "'--bogus'"],
    [["--bogus=1"], "'--bogus'"],
    [["call"], "'call'"],
    [["--port"], "--port"],
    [["--port", "0"], "--port"],
    [["--port", "65536"], "--port"],
    [["--sfu-port", "40x2"], "--sfu-port"],
    [["--rtc-port", "-1"], "--rtc-port"],
    [["--rotate-seconds", "1.5"], "--rotate-seconds"],
    [["--rotate-seconds", "0"], "--rotate-seconds"],
    [["--host", ""], "--host"],
  ])("refuses %j and names the culprit", (args, culprit) => {
    expect(() => parseStartOptions(args)).toThrow(OptionError);
    expect(() => parseStartOptions(args)).toThrow(culprit);
  });

  it("refuses one port for two servers", () => {
    expect(() => parseStartOptions(["--port", "4002"])).toThrow("--port and --sfu-port are both 4002.");
  });
});
