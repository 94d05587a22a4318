/** Small files to everybody in the call, over the data channel. */
export { safeFileName } from "./fileName.ts";
export { Files, MOST_FILE_BYTES } from "./Files.ts";
