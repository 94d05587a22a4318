import { Buffer } from "node:buffer";
import type { Traffic } from "./servers.ts";

/** Everything that a server took in or logged, as one list of byte strings. */
export function seenBy(traffic: Traffic): Uint8Array[] {
  return [...traffic.in, ...traffic.log.map((line) => new TextEncoder().encode(line))];
}

/** Byte strings of at least 8 bytes that stand in text messages as base64url. */
export function decodedFields(messages: readonly Uint8Array[]): Uint8Array[] {
  return messages.flatMap((message) =>
    (
      Buffer.from(message)
        .toString("latin1")
        .match(/[A-Za-z0-9_-]{11,}/g) ?? []
    ).map((text) => new Uint8Array(Buffer.from(text, "base64url"))),
  );
}

/** The forms in which a secret might be written down. */
function formsOf(secret: Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  const text = [
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    [...secret].join(","),
  ];
  return [bytes, ...text.map((form) => Buffer.from(form))];
}

/** Which of the named secrets stand, in any of the usual forms, in what was seen. */
export function findSecrets(
  secrets: Readonly<Record<string, Uint8Array>>,
  seen: readonly Uint8Array[],
): string[] {
  const all = Buffer.concat(seen.flatMap((bytes) => [bytes, Uint8Array.of(0)]));
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => all.includes(form)))
    .map(([name]) => name);
}
