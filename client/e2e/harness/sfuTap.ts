import type { Call } from "@sotto/sfu";
import { setImmediate } from "node:timers/promises";
import type { types } from "mediasoup";
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

/** Frames that pass, kept until `close`. */
export interface FrameTap {
  readonly frames: ForwardedFrame[];
  /** Resolves when everything that has passed so far is in `frames`. */
  settled(): Promise<void>;
  close(): void;
}

type Producer = types.Producer<types.AppData>;

/**
 * Takes a consumer of everything that is produced in a call, inside the SFU's own process, as a curious
 * operator would.
 */
export async function tapCall(call: Call): Promise<FrameTap> {
  const transport = await call.router.createDirectTransport();
  const frames: ForwardedFrame[] = [];
  for (const participant of call.participants.values()) {
    for (const producer of participant.producers.values()) {
      await tapProducer(call, transport, producer, frames, () => participant.id);
    }
  }
  return {
    frames,
    settled: () => settled(transport),
    close: () => {
      transport.close();
    },
  };
}

/**
 * The same for everything that is produced from now on, from the first packet that anybody gets: nobody hears of the
 * producer before it is tapped.
 */
export async function tapNewProducers(call: Call): Promise<FrameTap> {
  const tap = await call.router.createDirectTransport();
  const frames: ForwardedFrame[] = [];
  const onTransport = (transport: types.Transport): void => {
    transport.observer.on("newproducer", (producer) => {
      // Whose it is shows a moment later.
      const owner = (): string =>
        [...call.participants.values()].find(({ producers }) => producers.has(producer.id))?.id ?? "";
      void tapProducer(call, tap, producer, frames, owner);
    });
  };
  call.router.observer.on("newtransport", onTransport);
  return {
    frames,
    settled: () => settled(tap),
    close: () => {
      call.router.observer.off("newtransport", onTransport);
      tap.close();
    },
  };
}

/** The worker answers in order; what it said before is with the listeners one turn later. */
async function settled(transport: types.DirectTransport): Promise<void> {
  await transport.getStats();
  await setImmediate();
}

async function tapProducer(
  call: Call,
  transport: types.DirectTransport,
  producer: Producer,
  frames: ForwardedFrame[],
  participantId: () => string,
): Promise<void> {
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
    frames.push({ participantId: participantId(), kind, stream, bytes: frame, at: Date.now() });
  });
  if (kind === "video") await consumer.requestKeyFrame();
}
