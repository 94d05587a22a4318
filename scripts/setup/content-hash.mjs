import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";

/**
 * SHA-256 over names and contents of files, each with its length in front, so that no two different sets agree.
 * @param {string} folder
 * @param {readonly string[]} names relative to the folder, in the order that counts
 * @returns {string} hex
 */
export function hashFiles(folder, names) {
  const hash = createHash("sha256");
  for (const name of names) {
    const content = readFileSync(join(folder, name));
    hash.update(`${name.length} ${name.split(sep).join("/")} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * A short name for a text: the first 16 hex digits of its SHA-256.
 * @param {string} text
 */
export function shortHash(text) {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/**
 * Every file below a folder, relative to it, sorted by name.
 * @param {string} folder
 * @param {(name: string) => boolean} [skip] folders and files to leave out, by their relative name
 * @returns {string[]}
 */
export function filesBelow(folder, skip = () => false) {
  /** @type {string[]} */
  const names = [];
  /** @param {string} below */
  const visit = (below) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const name = join(below, entry.name);
      if (skip(name)) continue;
      if (entry.isDirectory()) visit(name);
      else if (entry.isFile()) names.push(name);
    }
  };
  visit("");
  return names.sort();
}
