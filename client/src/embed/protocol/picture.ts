/** Characters of a picture's `data:` address: about 24 kB. Goes into one data message with all else on a card. */
export const LONGEST_PICTURE = 32_000;
/** Pixels each way: a small file must not unfold into a huge picture on the devices of others. */
const MOST_PIXELS = 512;

const DATA_URL = /^data:image\/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/;

/** Whether this is the `data:` address of a PNG or JPEG of bounded size. No other address is ever loaded. */
export function fitsAsPicture(url: string): boolean {
  if (url.length > LONGEST_PICTURE) return false;
  const [, type, base64 = ""] = DATA_URL.exec(url) ?? [];
  if (type === undefined || base64.length % 4 !== 0) return false;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const size = type === "png" ? pngSize(bytes) : jpegSize(bytes);
  return size !== undefined && size.every((pixels) => pixels > 0 && pixels <= MOST_PIXELS);
}

type Size = readonly [width: number, height: number];

/** The first chunk is IHDR (PNG, third edition, 5.6). */
function pngSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer);
  const begins = bytes.length >= 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a;
  return begins && view.getUint32(12) === 0x49484452 ? [view.getUint32(16), view.getUint32(20)] : undefined;
}

/** From the frame header; segments are walked until it comes (ITU-T T.81, B.2.2). */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint16(at);
    if (marker < 0xffc0 || marker > 0xfffe) return undefined;
    // SOF0 to SOF15 but for the tables that stand among them.
    const isFrame = marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
  }
  return undefined;
}
