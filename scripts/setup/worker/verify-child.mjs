/**
 * Runs in its own process, because mediasoup reads MEDIASOUP_WORKER_BIN once, when it is loaded: starts that worker,
 * creates a router and closes both. The exit code says whether it went well.
 */
import * as mediasoup from "mediasoup";

const worker = await mediasoup.createWorker({ logLevel: "error" });
await worker.createRouter({
  mediaCodecs: [{ kind: "audio", mimeType: "audio/opus", clockRate: 48_000, channels: 2 }],
});
worker.close();
