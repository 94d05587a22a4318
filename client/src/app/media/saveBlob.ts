/** How long a browser may take to begin with a download, ms. */
const BEGINS_MS = 60_000;

/** Saves something as a file of the person's own, as a download. */
export function saveBlob(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), BEGINS_MS);
}
