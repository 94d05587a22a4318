import { openVault } from "../rooms/index.ts";

/** The person's own picture lies here, sealed like everything that we keep. */
const vault = () => openVault("sotto-backdrop");

/** Larger files are refused before they are opened, bytes. */
const LARGEST = 25_000_000;
/** As wide as a camera's picture is sent, pixels. */
const WIDEST = 1280;

/**
 * Keeps a picture on this device, made small and without what else is in its file (place, time, camera).
 * @throws if it is no picture, or too large
 */
export async function keepOwnBackdrop(file: Blob): Promise<void> {
  if (file.size > LARGEST) throw new RangeError("the file is too large");
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, WIDEST / picture.width);
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  );
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  await vault().write(new Uint8Array(await small.arrayBuffer()));
}

/** The person's own picture, if one was kept. */
export async function readOwnBackdrop(): Promise<Blob | undefined> {
  const bytes = await vault().read();
  return bytes && new Blob([new Uint8Array(bytes)], { type: "image/jpeg" });
}

/** Forgets the picture. */
export async function forgetOwnBackdrop(): Promise<void> {
  await vault().clear();
}
