/**
 * A frame worker that speaks to the page like the real one and passes frames on as they are. It exists for this
 * benchmark alone: the client has no such worker, and no build but this one knows it.
 */
interface Transformer {
  readonly readable: ReadableStream<object>;
  readonly writable: WritableStream<object>;
  readonly options: { readonly transformId: string };
}
const scope = self as unknown as {
  onrtctransform: (event: { transformer: Transformer }) => void;
  postMessage(message: unknown): void;
};
const counts = new Map<string, number>();

async function pass({ readable, writable, options: { transformId } }: Transformer): Promise<void> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const count = (counts.get(transformId) ?? 0) + 1;
    counts.set(transformId, count);
    if (count === 1) for (const type of ["called", "flowing"]) scope.postMessage({ type, transformId });
    writer.write(value).catch(() => undefined);
  }
}

scope.onrtctransform = ({ transformer }) => void pass(transformer);
setInterval(() => {
  const transforms = [...counts].map(([transformId, frames]) => {
    return { transformId, framesIn: frames, framesOut: frames, dropped: {}, busyMs: 0 };
  });
  scope.postMessage({ type: "counters", transforms });
}, 1_000);
scope.postMessage({ type: "ready" });
