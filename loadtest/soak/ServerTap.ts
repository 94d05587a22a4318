import type { Call } from "@sotto/sfu";
import { readCallHeader } from "@sotto/shared/sframe";
import { FrameAssembler } from "./rtpFrames.ts";
import type { Witness } from "./Witness.ts";

type Transport = Awaited<ReturnType<Call["router"]["createDirectTransport"]>>;

/** How long a frame may wait for its key to come to the witness, ms. */
const PATIENCE_MS = 5_000;

/** Looks at every frame that a call's server gets, as whoever runs the server could. */
export class ServerTap {
  readonly #call: Call;
  readonly #witness: Witness;
  readonly #tap: Transport;
  /** Counters of the frames that every key has opened. */
  readonly #seen = new Map<string, Set<number>>();
  frames = 0;
  /** Frames whose key had encrypted another one with the same counter. */
  reused = 0;
  /** Frames that no key of the call opens. */
  clear = 0;

  private constructor(call: Call, witness: Witness, tap: Transport) {
    this.#call = call;
    this.#witness = witness;
    this.#tap = tap;
  }

  /** Begins with whatever is produced, now and later. */
  static async open(call: Call, witness: Witness): Promise<ServerTap> {
    const tap = new ServerTap(call, witness, await call.router.createDirectTransport());
    call.router.observer.on("newtransport", (transport) => {
      transport.observer.on("newproducer", ({ id, kind }) => void tap.#listen(id, kind));
    });
    for (const { producers } of call.participants.values()) {
      for (const { id, kind } of producers.values()) void tap.#listen(id, kind);
    }
    return tap;
  }

  /** Resolves when the frames that wait for their keys have been judged. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS + 500));
  }

  async #listen(producerId: string, kind: "audio" | "video"): Promise<void> {
    try {
      const { rtpCapabilities } = this.#call.router;
      const consumer = await this.#tap.consume({ producerId, rtpCapabilities });
      const assembler = new FrameAssembler(kind);
      consumer.on("rtp", (packet) => {
        const frame = assembler.push(packet);
        if (frame !== undefined) void this.#judge(frame, kind === "video" ? 1 : 0);
      });
      if (kind === "video") await consumer.requestKeyFrame();
    } catch {
      // It was closed before anybody could listen.
    }
  }

  async #judge(frame: Uint8Array<ArrayBuffer>, start: number): Promise<void> {
    this.frames += 1;
    const end = Date.now() + PATIENCE_MS;
    let key: string | undefined;
    while ((key = await this.#witness.opens(frame, start)) === undefined) {
      if (Date.now() > end) {
        this.clear += 1;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { ctr } = readCallHeader(frame, start);
    let counters = this.#seen.get(key);
    if (counters === undefined) this.#seen.set(key, (counters = new Set()));
    if (counters.has(ctr)) this.reused += 1;
    counters.add(ctr);
  }
}
