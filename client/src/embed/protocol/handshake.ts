import * as v from "valibot";
import { FrameOptions } from "./options.ts";

/** Of the whole protocol: both sides refuse any other. */
export const PROTOCOL_VERSION = 1;

const Nonce = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** The frame to its parent, to the exact origin that opened it: it is there. */
const Hello = v.strictObject({
  sotto: v.literal("hello"),
  version: v.literal(PROTOCOL_VERSION),
  nonce: Nonce,
});

/** The parent to the frame, to Sotto's exact origin, with one end of a channel of their own. */
const Connect = v.strictObject({
  sotto: v.literal("connect"),
  version: v.literal(PROTOCOL_VERSION),
  nonce: Nonce,
  options: FrameOptions,
});

export type Hello = v.InferOutput<typeof Hello>;
export type Connect = v.InferOutput<typeof Connect>;

/** The part of a MessageEvent that decides. */
export interface Arrived {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly MessagePort[];
}

/** Whom a message has to come from, and the nonce it has to know. */
export interface Expected {
  readonly origin: string;
  readonly source: unknown;
  readonly nonce: string;
}

/** 128 random bits, so that no other frame and no other page can speak for this one. */
export function newNonce(random: Crypto): string {
  return [...random.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** Whether this is the frame's greeting. Anything else, from anybody else, is none of ours. */
export function isHello(message: Arrived, expected: Expected): boolean {
  return isFrom(message, expected) && v.is(Hello, message.data) && message.data.nonce === expected.nonce;
}

/** The parent's answer and the channel that came with it; undefined if this is anything else. */
export function readConnect(
  message: Arrived,
  expected: Expected,
): { readonly options: v.InferOutput<typeof FrameOptions>; readonly port: MessagePort } | undefined {
  if (!isFrom(message, expected)) return undefined;
  const read = v.safeParse(Connect, message.data);
  const [port] = message.ports;
  if (!read.success || read.output.nonce !== expected.nonce || port === undefined) return undefined;
  return { options: read.output.options, port };
}

function isFrom(message: Arrived, { origin, source }: Expected): boolean {
  return message.origin === origin && message.source === source && source !== null;
}

const ROUTE = "#/e/";

/** Doors of a room, as its links name them: a call, watching a session, sharing a screen; each with a password, too. */
export const DOORS = ["r", "p", "w", "wp", "s", "sp"] as const;
export type Door = (typeof DOORS)[number];

/** What the frame is told in its address' fragment, which no server sees. */
export interface FrameRoute {
  readonly nonce: string;
  readonly parentOrigin: string;
  readonly door: Door;
  /** The room's secret as its link has it; undefined: the frame makes a room, and the page never learns its key. */
  readonly roomSecret: string | undefined;
}

/** The fragment for a frame. */
export function frameHash({ nonce, parentOrigin, door, roomSecret }: FrameRoute): string {
  return `${ROUTE}${nonce}/${encodeURIComponent(parentOrigin)}/${door}/${roomSecret ?? ""}`;
}

/** Reads a fragment that {@link frameHash} made; undefined if it is none. */
export function readFrameHash(hash: string): FrameRoute | undefined {
  if (!hash.startsWith(ROUTE)) return undefined;
  const [nonce = "", origin = "", letter, secret = "", ...rest] = hash.slice(ROUTE.length).split("/");
  const door = DOORS.find((known) => known === letter);
  if (!v.is(Nonce, nonce) || door === undefined || rest.length > 0) return undefined;
  try {
    const parentOrigin = new URL(decodeURIComponent(origin)).origin;
    return { nonce, parentOrigin, door, roomSecret: secret === "" ? undefined : secret };
  } catch {
    return undefined;
  }
}
