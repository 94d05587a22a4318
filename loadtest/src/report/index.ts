/** What people and programs get to see of a load test. */
export { htmlOf } from "./html.ts";
export { ProgressView } from "./progress.ts";
export { textOf } from "./text.ts";
