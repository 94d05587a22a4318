/** Data messages in the key worker: sealed and opened here, so that the page only passes bytes on. */
export { DataDesk, type DataRequest, isDataRequest } from "./DataDesk.ts";
export { asDataMessage, MAX_CONTENT_BYTES, MAX_TOPIC_BYTES } from "./dataMessage.ts";
