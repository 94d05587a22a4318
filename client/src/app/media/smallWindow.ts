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

/** Inner size, CSS pixels. */
interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Opens an empty small window that looks as this page does.
 * @throws DOMException where the browser wants a press of a button first
 */
export async function openSmallWindow(
  globals: Window,
  size: WindowSize = { width: 320, height: 240 },
): Promise<Window> {
  const api = apiOf(globals);
  if (api === undefined) throw new DOMException("no small windows", "NotSupportedError");
  return dressed(await api.requestWindow(size), globals);
}

/**
 * Opens an empty window of its own that looks as this page does: one above all others where the browser has such.
 * @throws DOMException where the browser gives none
 */
export async function openOwnWindow(globals: Window, size: WindowSize): Promise<Window> {
  if (apiOf(globals) !== undefined) return await openSmallWindow(globals, size);
  const opened = globals.open("", "", `popup,width=${size.width},height=${size.height}`);
  if (opened === null) throw new DOMException("windows are blocked", "NotAllowedError");
  return dressed(opened, globals);
}

function dressed(opened: Window, globals: Window): Window {
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
