/** What a shortcut does. */
export type Command = "microphone" | "camera" | "people" | "help";

/** A key with what has to be held: `ctrl` stands for Ctrl and for ⌘. */
export interface Shortcut {
  readonly key: string;
  readonly ctrl: boolean;
}

/** All shortcuts: the letters people know from other calls, and the aliases that work while typing in none. */
export const SHORTCUTS: Readonly<Record<Command, readonly Shortcut[]>> = {
  microphone: [
    { key: "m", ctrl: false },
    { key: "d", ctrl: true },
  ],
  camera: [
    { key: "v", ctrl: false },
    { key: "e", ctrl: true },
  ],
  people: [{ key: "p", ctrl: false }],
  help: [{ key: "?", ctrl: false }],
};

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** Where the keyboard is: `typing` in a field, in a `dialog` or menu, or on the `page`. */
export type KeyboardPlace = "page" | "dialog" | "typing";

/** The command of a key press, if it is one here. Single letters act on the page only. */
export function commandOf(press: KeyPress, place: KeyboardPlace): Command | undefined {
  if (press.repeat || press.altKey || place !== "page") return undefined;
  const key = press.key.toLowerCase();
  const ctrl = press.ctrlKey || press.metaKey;
  const commands = Object.keys(SHORTCUTS) as Command[];
  return commands.find((command) =>
    SHORTCUTS[command].some((shortcut) => shortcut.key === key && shortcut.ctrl === ctrl),
  );
}

/** A shortcut as its keys are labelled on this platform: "M", "Ctrl+D" or "⌘D". */
export function shortcutLabel(shortcut: Shortcut, isMac: boolean): string {
  const letter = shortcut.key.toUpperCase();
  if (!shortcut.ctrl) return letter;
  return isMac ? `⌘${letter}` : `Ctrl+${letter}`;
}
