/** The worker that changes pictures: each comes in, is told apart into person and room, and goes out composed. */
import { BackgroundComposer } from "./BackgroundComposer.ts";
import type { BeginMessage, FromBackground } from "./messages.ts";
import { loadSegmenter } from "./segmenter.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;

async function begin({ readable, writable, change }: BeginMessage): Promise<void> {
  const segment = await loadSegmenter();
  const composer = new BackgroundComposer(change);
  scope.postMessage({ type: "ready" } satisfies FromBackground);
  const changed = new TransformStream<VideoFrame, VideoFrame>({
    async transform(frame, controller) {
      try {
        const picture = await createImageBitmap(frame);
        const mask = await segment(picture);
        controller.enqueue(composer.compose(picture, mask, frame.timestamp));
        picture.close();
        mask.close();
      } catch {
        // The picture as it came shows the room: it is left out.
      } finally {
        frame.close();
      }
    },
  });
  await readable.pipeThrough(changed).pipeTo(writable);
}

scope.onmessage = ({ data }: MessageEvent<BeginMessage>) => {
  begin(data).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : "the background could not be changed";
    scope.postMessage({ type: "failed", message } satisfies FromBackground);
  });
};
