/** What a call needs of the browser, given to Sotto's origin and no other that the frame might come to show. */
const FEATURES = [
  "autoplay",
  "camera",
  "microphone",
  "display-capture",
  "fullscreen",
  "screen-wake-lock",
  "clipboard-write",
  "picture-in-picture",
  "speaker-selection",
];

/** The permissions policy of a frame. It only narrows what the embedding page itself may. */
export function allowFor(origin: string): string {
  return FEATURES.map((feature) => `${feature} ${origin}`).join("; ");
}

/** An empty frame, to be put into a page and then led to Sotto. */
export function makeIframe(document: Document, origin: string): HTMLIFrameElement {
  const iframe = document.createElement("iframe");
  iframe.allow = allowFor(origin);
  iframe.title = "Sotto";
  iframe.referrerPolicy = "strict-origin";
  Object.assign(iframe.style, { border: "0", width: "100%", height: "100%", display: "block" });
  return iframe;
}
