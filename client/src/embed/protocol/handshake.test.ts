import { describe, expect, it } from "vitest";
import { type Arrived, frameHash, isHello, newNonce, readConnect, readFrameHash } from "./index.ts";

const nonce = newNonce(crypto);
const parent = { name: "the parent's window" };
const expected = { origin: "https://shop.example", source: parent, nonce };
const { port1 } = new MessageChannel();
const connect = (change: Partial<Arrived> = {}, data: object = {}): Arrived => ({
  data: { sotto: "connect", version: 1, nonce, options: {}, ...data },
  origin: expected.origin,
  source: parent,
  ports: [port1],
  ...change,
});

describe("handshake", () => {
  it("is done with the expected window, of the expected origin, which knows the nonce", () => {
    expect(readConnect(connect(), expected)).toEqual({
      options: { skipPrejoin: false, preload: false, devices: {}, hide: [], look: {} },
      port: port1,
    });
  });

  it.each([
    ["another origin", connect({ origin: "https://evil.example" })],
    ["an origin that begins alike", connect({ origin: "https://shop.example.evil.example" })],
    ["another window", connect({ source: {} })],
    ["no window", connect({ source: null })],
    ["another nonce", connect({}, { nonce: "0".repeat(32) })],
    ["no nonce", connect({}, { nonce: undefined })],
    ["another version", connect({}, { version: 2 })],
    ["no channel", connect({ ports: [] })],
    ["options that there are not", connect({}, { options: { encryptionLabel: false } })],
    ["something to hide that always stays", connect({}, { options: { hide: ["encryption"] } })],
    ["anything else", connect({ data: "connect" })],
  ])("is not done with %s", (_, message) => {
    expect(readConnect(message, expected)).toBeUndefined();
  });

  it("begins with the frame's greeting, and with nobody else's", () => {
    const hello = {
      data: { sotto: "hello", version: 1, nonce },
      origin: expected.origin,
      source: parent,
      ports: [],
    };
    expect(isHello(hello, expected)).toBe(true);
    expect(isHello({ ...hello, origin: "null" }, expected)).toBe(false);
    expect(isHello({ ...hello, source: {} }, expected)).toBe(false);
    expect(isHello({ ...hello, data: { ...hello.data, nonce: newNonce(crypto) } }, expected)).toBe(false);
  });
});

describe("a frame's fragment", () => {
  it("is read as it was written, with a room or without", () => {
    for (const roomSecret of ["A".repeat(43), undefined]) {
      const route = { nonce, parentOrigin: "https://shop.example", door: "w" as const, roomSecret };
      expect(readFrameHash(frameHash(route))).toEqual(route);
    }
  });

  it.each([
    "",
    "#/r/abc",
    "#/e/",
    "#/e/12/https%3A%2F%2Fa.example/",
    `#/e/${nonce}/nonsense/r/`,
    `#/e/${nonce}/https%3A%2F%2Fa.example/x/abc`,
    `#/e/${nonce}/https%3A%2F%2Fa.example`,
    `#/e/${nonce}/%/r/x`,
  ])("is not read from %j", (hash) => {
    expect(readFrameHash(hash)).toBeUndefined();
  });
});
