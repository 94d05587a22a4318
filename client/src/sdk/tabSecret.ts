import { fromBase64Url, toBase64Url } from "@sotto/shared/codec";

const STORAGE_KEY = "sotto.tab";
const SECRET_BYTES = 32;

/**
 * 32 random bytes that live as long as the tab: a reload finds them again and replaces its earlier self in the call,
 * while another window is another participant. Where the browser keeps nothing, a reload is somebody new.
 */
export function tabSecret(storage: Pick<Storage, "getItem" | "setItem"> | undefined): Uint8Array {
  const fresh = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  try {
    const kept = storage?.getItem(STORAGE_KEY);
    if (kept !== undefined && kept !== null) {
      const bytes = fromBase64Url(kept);
      if (bytes.length === SECRET_BYTES) return bytes;
    }
    storage?.setItem(STORAGE_KEY, toBase64Url(fresh));
  } catch {
    // Storage that is full, forbidden or holds nonsense is as good as none.
  }
  return fresh;
}
