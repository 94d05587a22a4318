import { EmbedError, fitsAsPicture } from "../protocol/index.ts";

/** Pixels each way of the picture that goes into a call. */
const SIDE = 128;

/**
 * Makes a small picture of what an address shows, as a `data:` address. The embedding page loads it, for the person in front
 * of it; into the call goes the picture and not the address, so that nobody else ever asks that server for anything.
 * @throws EmbedError `embed/bad-picture`
 */
export async function smallPicture(page: Window & typeof globalThis, url: string): Promise<string> {
  if (url === "" || fitsAsPicture(url)) return url;
  try {
    const answer = await page.fetch(new URL(url, page.document.baseURI), { referrerPolicy: "no-referrer" });
    const bitmap = await page.createImageBitmap(await answer.blob());
    const canvas = page.document.createElement("canvas");
    canvas.width = canvas.height = SIDE;
    const context = canvas.getContext("2d");
    // The middle of it, as a square.
    const side = Math.min(bitmap.width, bitmap.height);
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
    context?.drawImage(bitmap, left, top, side, side, 0, 0, SIDE, SIDE);
    bitmap.close();
    const small = canvas.toDataURL("image/jpeg", 0.85);
    if (context !== null && fitsAsPicture(small)) return small;
  } catch {
    // Not there, no picture, or another origin that does not let this page read it.
  }
  throw new EmbedError("embed/bad-picture", "no picture could be made of `avatar-url`");
}
