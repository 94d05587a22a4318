/**
 * Talking while a key is held. However it ends - the key is let go, the window loses the keyboard, the page is hidden -
 * it ends muted, also if the microphone was on before: letting the key go is trusted to mute.
 */

export type TalkEvent =
  | { readonly type: "down"; readonly isRepeat: boolean }
  | { readonly type: "up" }
  /** The keyboard went elsewhere: the letting-go would not be heard. */
  | { readonly type: "away" };

export interface Talk {
  readonly isTalking: boolean;
}

/** What is to be done with the microphone. */
export type TalkAct = "unmute" | "mute" | "nothing";

export const NOT_TALKING: Talk = { isTalking: false };

/** Takes in one event. */
export function followTalk(talk: Talk, event: TalkEvent): { readonly talk: Talk; readonly act: TalkAct } {
  switch (event.type) {
    case "down":
      if (event.isRepeat || talk.isTalking) return { talk, act: "nothing" };
      return { talk: { isTalking: true }, act: "unmute" };
    case "up":
    case "away":
      if (!talk.isTalking) return { talk, act: "nothing" };
      return { talk: NOT_TALKING, act: "mute" };
  }
}
