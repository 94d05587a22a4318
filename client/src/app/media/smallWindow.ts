/** A window that stays above all others; few browsers give one to a page's own content. */
interface DocumentPictureInPicture {
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window>;
}

/** What kind of small window this browser gives: for anything, for one video, or none. */
export function smallWindowKind(globals: Window): "document" | "video" | "none" {
  if (apiOf(globals) !== undefined) return "document";
  const { document } = globals as { document: Partial<Document> };
  return document.pictureInPictureEnabled === true ? "video" : "none";
}

/**
 * Opens an empty small window that looks as this page does.
 * @throws DOMException where the browser wants a press of a button first
 */
export async function openSmallWindow(globals: Window): Promise<Window> {
  const api = apiOf(globals);
  if (api === undefined) throw new DOMException("no small windows", "NotSupportedError");
  const opened = await api.requestWindow({ width: 320, height: 240 });
  const { documentElement: root, head, body } = opened.document;
  const { lang, dir } = globals.document.documentElement;
  Object.assign(root, { lang, dir });
  body.id = "small-window";
  for (const sheet of globals.document.querySelectorAll("link[rel='stylesheet'], style")) {
    head.append(opened.document.importNode(sheet, true));
  }
  return opened;
}

function apiOf(globals: Window): DocumentPictureInPicture | undefined {
  return (globals as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;
}
