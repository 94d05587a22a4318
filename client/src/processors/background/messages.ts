/** What is put in place of the room behind a person. */
export type BackgroundChange =
  | { readonly kind: "blur"; /** Pixels. */ readonly radius: number }
  | { readonly kind: "image"; readonly image: ImageBitmap };

/** Page → worker. */
export interface BeginMessage {
  readonly readable: ReadableStream<VideoFrame>;
  readonly writable: WritableStream<VideoFrame>;
  readonly change: BackgroundChange;
}

/** Worker → page. */
export type FromBackground =
  { readonly type: "ready" } | { readonly type: "failed"; readonly message: string };
