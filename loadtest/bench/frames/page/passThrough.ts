/** A worker that moves frames and does nothing else: what every worker costs at least. */

interface Transformer {
  readonly readable: ReadableStream<object>;
  readonly writable: WritableStream<object>;
}
const scope = self as unknown as {
  onrtctransform: (event: { transformer: Transformer }) => void;
  postMessage(message: unknown): void;
};

async function move({ readable, writable }: Transformer): Promise<void> {
  const [reader, writer] = [readable.getReader(), writable.getWriter()];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    writer.write(value).catch(() => undefined);
  }
}

scope.onrtctransform = ({ transformer }) => void move(transformer);
scope.postMessage({ type: "ready" });
