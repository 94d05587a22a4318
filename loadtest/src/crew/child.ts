/** One process of a load test: runs the participants that it is told to. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fromBase64Url } from "@sotto/shared/codec";
import { asLinkSecret } from "@sotto/shared/ids";
import { KeyThread } from "../keys/index.ts";
import { Histogram } from "../measure/index.ts";
import { Participant } from "../participant/index.ts";
import { loadRtc, type Rtc } from "../rtc/index.ts";
import { type CallSetting, type CrewCounts, type FromCrew, noCounts, type ToCrew } from "./messages.ts";

const FIGURES_MS = 1_000;

const say = (message: FromCrew): void => {
  process.send?.(message);
};
const present = new Map<number, Participant>();
/** Those that have gone: what they counted stays. */
const gone: Participant[] = [];
let setting: CallSetting | undefined;
let delays = new Histogram();
const lateness = monitorEventLoopDelay({ resolution: 10 });
lateness.enable();

const libraries = await Promise.all([loadRtc(), KeyThread.start()]).catch((error: unknown) => {
  say({ type: "unable", reason: error instanceof Error ? error.message : String(error) });
  return undefined;
});
if (libraries !== undefined) begin(...libraries);

function begin(rtc: Rtc, keys: KeyThread): void {
  const figures = setInterval(() => {
    tell(keys, false);
  }, FIGURES_MS);
  process.on("message", (message: ToCrew) => {
    switch (message.type) {
      case "call":
        setting = message.setting;
        return;
      case "add":
        add(rtc, keys, message);
        return;
      case "leave":
        remove(message.index, (participant) => {
          participant.leave();
        });
        return;
      case "vanish":
        remove(message.index, (participant) => {
          participant.vanish();
        });
        return;
      case "cut":
        present.get(message.index)?.cutMedia();
        return;
      case "finish":
        clearInterval(figures);
        void keys.finish().then(() => {
          tell(keys, true);
          for (const participant of present.values()) participant.vanish();
          // The native library's threads would keep the process for a while.
          setTimeout(() => process.exit(0), 200);
        });
    }
  });
  process.on("disconnect", () => process.exit(1));
  say({ type: "ready" });
}

function add(rtc: Rtc, keys: KeyThread, { index, sends, tiles }: Extract<ToCrew, { type: "add" }>): void {
  if (setting === undefined) return;
  const { linkSecret, ...others } = setting;
  const plan = { ...others, index, sends, tiles, linkSecret: asLinkSecret(fromBase64Url(linkSecret)) };
  const delay = (ms: number): void => {
    delays.add(ms);
  };
  present.set(
    index,
    new Participant(plan, rtc, keys, delay, (event) => {
      say({ type: "event", index, event });
    }),
  );
}

function remove(index: number, how: (participant: Participant) => void): void {
  const participant = present.get(index);
  if (participant === undefined) return;
  present.delete(index);
  gone.push(participant);
  how(participant);
}

function tell(keys: KeyThread, isLast: boolean): void {
  const counts: CrewCounts = { ...noCounts, keyBytes: keys.figures.bytes };
  for (const participant of [...present.values(), ...gone]) {
    const { counts: received, traffic } = participant;
    counts.framesSent += participant.framesSent;
    counts.framesReceived += received.frames;
    counts.lost += received.lost;
    counts.decryptFailures += received.decryptFailures;
    counts.unknownEpoch += received.unknownEpoch;
    counts.misattributed += received.misattributed;
    counts.foreign += received.foreign;
    counts.bytesSent += traffic.sent;
    counts.bytesReceived += traffic.received;
    counts.packetsSent += traffic.packetsSent;
    counts.packetsReceived += traffic.packetsReceived;
    counts.repaired += traffic.repaired;
  }
  const lateMs = lateness.percentile(99) / 1e6;
  lateness.reset();
  say({
    type: "figures",
    counts,
    delays: delays.toData(),
    lateMs: Number.isFinite(lateMs) ? lateMs : 0,
    keysLateMs: keys.figures.lateMs,
    isLast,
  });
  delays = new Histogram();
}
