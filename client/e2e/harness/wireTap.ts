import type { Call } from "@sotto/sfu";
import { assemblerFor, type WireFrame } from "./depacketize.ts";
import { parseRtp } from "./rtp.ts";

/** Takes the frames of one participant's stream at the SFU, as a curious operator would. */
export async function tapStream(
  call: Call,
  stream: number,
): Promise<{ readonly frames: readonly WireFrame[]; close(): void }> {
  const producer = [...call.participants.values()]
    .flatMap(({ producers }) => [...producers.values()])
    .find(({ appData }) => appData.stream === stream);
  if (producer === undefined) throw new Error(`nobody produces stream ${stream}`);
  const transport = await call.router.createDirectTransport();
  const consumer = await transport.consume({
    producerId: producer.id,
    rtpCapabilities: call.router.rtpCapabilities,
  });
  const assembler = assemblerFor(consumer.rtpParameters.codecs[0]?.mimeType ?? "");
  const frames: WireFrame[] = [];
  consumer.on("rtp", (bytes) => {
    const packet = parseRtp(bytes);
    const frame = packet && assembler.push(packet);
    if (frame !== undefined) frames.push(frame);
  });
  if (producer.kind === "video") await consumer.requestKeyFrame();
  return {
    frames,
    close: () => {
      transport.close();
    },
  };
}
