/** What a shortcut does. A call offers those that it has something to do for. */
export type Command =
  | "microphone"
  | "camera"
  | "share"
  | "chat"
  | "people"
  | "hand"
  | "layout"
  | "fullScreen"
  | "filmstrip"
  | "lowData"
  | "statistics"
  | "help";

/** A key with what has to be held: `ctrl` stands for Ctrl and for ⌘. */
export interface Shortcut {
  readonly key: string;
  readonly ctrl: boolean;
}

const letter = (key: string): Shortcut => ({ key, ctrl: false });
const withCtrl = (key: string): Shortcut => ({ key, ctrl: true });

/** All shortcuts: the letters people know from other calls, and the aliases with Ctrl or ⌘. */
export const SHORTCUTS: Readonly<Record<Command, readonly Shortcut[]>> = {
  microphone: [letter("m"), withCtrl("d")],
  camera: [letter("v"), withCtrl("e")],
  share: [letter("d")],
  chat: [letter("c")],
  people: [letter("p")],
  hand: [letter("r")],
  layout: [letter("w")],
  fullScreen: [letter("s")],
  filmstrip: [letter("f")],
  lowData: [letter("a")],
  statistics: [letter("t")],
  help: [letter("?")],
};

/** Letters in place of the usual ones, as the person chose them; null is none. */
export type OwnKeys = Readonly<Record<string, string | null>>;

/** Every command's keys. */
export type Keymap = typeof SHORTCUTS;

const COMMANDS = Object.keys(SHORTCUTS) as Command[];

/** The letter that does a command, if one does. */
export function letterOf(command: Command, own: OwnKeys): string | undefined {
  const chosen = own[command];
  if (chosen === undefined) return SHORTCUTS[command].find(({ ctrl }) => !ctrl)?.key;
  return chosen ?? undefined;
}

/** All keys with the person's own letters among them. The aliases with Ctrl or ⌘ stay. */
export function keymapOf(own: OwnKeys): Keymap {
  const keysOf = (command: Command): readonly Shortcut[] => {
    const chosen = letterOf(command, own);
    return [
      ...(chosen === undefined ? [] : [letter(chosen)]),
      ...SHORTCUTS[command].filter(({ ctrl }) => ctrl),
    ];
  };
  return Object.fromEntries(COMMANDS.map((command) => [command, keysOf(command)])) as unknown as Keymap;
}

/** Whether a key can be chosen: one visible character. Digits are people, and the space bar is for talking. */
export function canBeKey(key: string): boolean {
  return [...key].length === 1 && /[\p{L}\p{P}\p{S}]/u.test(key);
}

/** The person's keys after a choice, and which command lost its letter by it. */
export function chooseKey(
  own: OwnKeys,
  command: Command,
  key: string | null,
): { readonly own: OwnKeys; readonly taken: Command | undefined } {
  const chosen = key?.toLowerCase() ?? null;
  const taken =
    chosen === null
      ? undefined
      : COMMANDS.find((other) => other !== command && letterOf(other, own) === chosen);
  return { own: { ...own, ...(taken !== undefined && { [taken]: null }), [command]: chosen }, taken };
}

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** Where the keyboard is: `typing` in a field, in a `dialog` or menu, on a `control` that keys act on, or on the `page`. */
export type KeyboardPlace = "page" | "control" | "dialog" | "typing";

/** What a key press is for. */
export type KeyAct =
  | { readonly type: "command"; readonly command: Command }
  /** Makes the person with this number in the tiles' order large; 0 is oneself. */
  | { readonly type: "person"; readonly number: number }
  /** The key that is held to talk. */
  | { readonly type: "talk"; readonly isRepeat: boolean };

/** What a key does here, if anything. Letters act on the page only, and a button keeps the keys that press it. */
export function actOf(press: KeyPress, place: KeyboardPlace, keymap: Keymap = SHORTCUTS): KeyAct | undefined {
  if (press.altKey || place === "typing" || place === "dialog") return undefined;
  const ctrl = press.ctrlKey || press.metaKey;
  if (press.key === " ") {
    return ctrl || place === "control" ? undefined : { type: "talk", isRepeat: press.repeat };
  }
  if (press.repeat) return undefined;
  if (!ctrl && /^[0-9]$/.test(press.key)) return { type: "person", number: Number(press.key) };
  const key = press.key.toLowerCase();
  const command = COMMANDS.find((candidate) =>
    keymap[candidate].some((shortcut) => shortcut.key === key && shortcut.ctrl === ctrl),
  );
  return command === undefined ? undefined : { type: "command", command };
}

/** A shortcut as its keys are labelled on this platform: "M", "Ctrl+D" or "⌘D". */
export function shortcutLabel(shortcut: Shortcut, isMac: boolean): string {
  const label = shortcut.key.toUpperCase();
  if (!shortcut.ctrl) return label;
  return isMac ? `⌘${label}` : `Ctrl+${label}`;
}
