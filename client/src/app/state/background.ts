/** Rooms of our own making that can stand behind a person. */
export const BACKDROPS = ["hills", "dusk", "paper", "water"] as const;
export type Backdrop = (typeof BACKDROPS)[number];

/** What is done to the room behind a person; "own" is a picture that they chose. */
export const BACKGROUNDS = ["none", "blur", ...BACKDROPS, "own"] as const;
export type Background = (typeof BACKGROUNDS)[number];
