import type { types } from "mediasoup";

/** A key frame of several streams fits in, as far as the system allows, bytes. */
const BUFFERS = { sendBufferSize: 4 * 1024 * 1024, recvBufferSize: 4 * 1024 * 1024 };

/** The two ends of a way between two routers of this machine, over the loopback. When one end closes, so does the other. */
export interface PipePair {
  readonly near: types.PipeTransport;
  readonly far: types.PipeTransport;
  /** Of the routers at both ends. */
  readonly capabilities: types.RtpCapabilities;
}

/** @throws if one of the workers dies */
export async function layPipePair(from: types.Router, to: types.Router): Promise<PipePair> {
  const ends: types.PipeTransport[] = [];
  try {
    for (const router of [from, to]) {
      ends.push(
        await router.createPipeTransport({
          listenInfo: { protocol: "udp", ip: "127.0.0.1", ...BUFFERS },
          // The loopback loses packets too, when a burst finds a worker at work.
          enableRtx: true,
        }),
      );
    }
    const [near, far] = ends as [types.PipeTransport, types.PipeTransport];
    near.observer.once("close", () => {
      far.close();
    });
    far.observer.once("close", () => {
      near.close();
    });
    await Promise.all([connect(near, far), connect(far, near)]);
    return { near, far, capabilities: from.rtpCapabilities };
  } catch (error) {
    for (const end of ends) end.close();
    throw error;
  }
}

async function connect(end: types.PipeTransport, other: types.PipeTransport): Promise<void> {
  await end.connect({ ip: other.tuple.localAddress, port: other.tuple.localPort });
}
