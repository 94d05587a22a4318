/** What embedding can fail with. */
export type EmbedErrorCode =
  | "embed/invalid"
  | "embed/closed"
  | "embed/not-in-call"
  | "embed/in-call"
  | "embed/name-missing"
  | "embed/needs-click"
  | "embed/unknown-participant"
  | "embed/not-possible"
  | "embed/bad-picture"
  | "embed/bad-server"
  | "embed/bad-room";

/** An error of the embed API: `code` is stable; codes of the call itself come as they are. */
export class EmbedError extends Error {
  override readonly name = "EmbedError";
  readonly code: string;
  /** The question it answers, if that could be read. */
  readonly question: number | undefined;

  constructor(code: EmbedErrorCode | (string & {}), message: string, question?: number) {
    super(message);
    this.code = code;
    this.question = question;
  }
}
