import type { Call } from "@sotto/sfu";
import { parseRtp, Vp8Assembler } from "./rtp.ts";

/** A whole encoded frame as the SFU forwards it. */
export interface ForwardedFrame {
  readonly participantId: string;
  readonly kind: "audio" | "video";
  readonly stream: number;
  readonly bytes: Uint8Array;
  /** When it passed, `Date.now()` ms. */
  readonly at: number;
}

/**
 * Takes a consumer of everything that is produced in a call, inside the SFU's own process, as a curious
 * operator would. Frames are kept until `close`.
 */
export async function tapCall(call: Call): Promise<{ frames: ForwardedFrame[]; close(): void }> {
  const transport = await call.router.createDirectTransport();
  const frames: ForwardedFrame[] = [];
  for (const participant of call.participants.values()) {
    for (const producer of participant.producers.values()) {
      const kind = producer.kind;
      const consumer = await transport.consume({
        producerId: producer.id,
        rtpCapabilities: call.router.rtpCapabilities,
      });
      const video = new Vp8Assembler();
      const stream = (producer.appData as { stream?: number }).stream ?? -1;
      consumer.on("rtp", (bytes) => {
        const packet = parseRtp(bytes);
        if (packet === undefined) return;
        const frame = kind === "audio" ? packet.payload : video.push(packet);
        if (frame === undefined) return;
        frames.push({ participantId: participant.id, kind, stream, bytes: frame, at: Date.now() });
      });
      if (kind === "video") await consumer.requestKeyFrame();
    }
  }
  return {
    frames,
    close: () => {
      transport.close();
    },
  };
}
