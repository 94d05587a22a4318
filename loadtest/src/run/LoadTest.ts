import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { toBase64Url } from "@sotto/shared/codec";
import { asLinkSecret, type LinkSecret } from "@sotto/shared/ids";
import { type CallSetting, Crew } from "../crew/index.ts";
import type { SourceName } from "../frames/index.ts";
import { busyBetween, EpochWatch, Histogram, machineTime, quantilesOf } from "../measure/index.ts";
import type { ParticipantEvent } from "../participant/index.ts";
import { BrowserCrowd, ownWebSite, type WebSite } from "./BrowserCrowd.ts";
import type { Deployment } from "./deployment.ts";
import type { Moment, Results } from "./results.ts";
import type { Scenario } from "./scenario.ts";
import { cpuOf, ServerWatch } from "./ServerWatch.ts";
import { testerLimits } from "./testerLimits.ts";

/** What a person is told while it runs. */
export interface Progress {
  /** Arriving, or since when all are there. */
  readonly phase: "arriving" | "running";
  readonly seconds: number;
  readonly planned: number;
  readonly moment: Moment;
  readonly lossPercent: number;
  readonly decryptFailures: number;
  readonly failed: number;
}

/** How to run a load test. */
export interface LoadTestOptions {
  readonly scenario: Scenario;
  readonly deployment: Deployment;
  readonly processes: number;
  /** Of the room to meet in; a new one if absent. */
  readonly linkSecret?: LinkSecret;
  /** Where the page is that browsers open, if there are any; built and served here if absent. */
  readonly web?: string;
  readonly onProgress: (progress: Progress) => void;
}

const TICK_MS = 1_000;
/** How long to wait for those who do not arrive, s. */
const ARRIVAL_PATIENCE_S = 120;
/** A change of the epoch this short before the end is not judged, ms. */
const SETTLE_MS = 2_000;
/** Nobody comes in for somebody else so shortly before the end, ms. */
const LAST_ARRIVAL_MS = 5_000;

/** One run of a scenario. Lives once. */
export class LoadTest {
  readonly #options: LoadTestOptions;
  readonly #linkSecret: LinkSecret;
  readonly #times = {
    join: new Histogram(),
    member: new Histogram(),
    frame: new Histogram(),
    back: new Histogram(),
  };
  readonly #epochs = new EpochWatch();
  readonly #joined = new Set<number>();
  readonly #gone = new Set<number>();
  readonly #failures: Record<string, number> = {};
  readonly #timeline: Moment[] = [];
  #planned = 0;
  #everJoined = 0;
  #beganAt = 0;

  constructor(options: LoadTestOptions) {
    this.#options = options;
    this.#linkSecret = options.linkSecret ?? asLinkSecret(new Uint8Array(randomBytes(32)));
  }

  /** Runs it. @throws Error in words if participants cannot run here */
  async run(): Promise<Results> {
    const { scenario, deployment, processes } = this.#options;
    const site = await this.#webSite();
    const crew = await Crew.start(processes, this.#setting(), (index, event) => {
      this.#heard(index, event);
    });
    let browsers: BrowserCrowd | undefined;
    try {
      this.#beganAt = performance.now();
      const arriving = machineTime();
      const watch = new ServerWatch(deployment);
      const ticks = new AbortController();
      const ticking = this.#tick(crew, watch, ticks.signal);
      await this.#arrive(crew);
      if (site !== undefined)
        browsers = await BrowserCrowd.join(scenario.browsers, site.origin, this.#linkSecret);
      const decodedBefore = (await browsers?.decoded()) ?? 0;
      watch.begin();
      const arrived = machineTime();
      crew.countLateness();
      const testerBefore = cpuOf(crew.pids);
      const keyBytesBefore = crew.counts.keyBytes;
      const runningSince = performance.now();
      await this.#goOn(crew);
      const seconds = (performance.now() - runningSince) / 1_000;
      const servers = watch.end();
      const decoded = ((await browsers?.decoded()) ?? 0) - decodedBefore;
      const tester = {
        cores: (cpuOf(crew.pids) - testerBefore) / seconds,
        lateP95: crew.lateness.media.quantile(0.95),
        keysLateP95: crew.lateness.keys.quantile(0.95),
        arrivalBusy: busyBetween(arriving, arrived),
        busy: busyBetween(arrived, machineTime()),
      };
      const present = this.#joined.size;
      ticks.abort();
      await ticking;
      const until = performance.timeOrigin + performance.now() - SETTLE_MS;
      await crew.finish();
      const { counts } = crew;
      const epochs = this.#epochs.times(performance.timeOrigin + runningSince, until);
      const firstKeyMs = quantilesOf(Histogram.from(epochs.firstKey));
      const epochKeyMs = quantilesOf(Histogram.from(epochs.key));
      const expected = counts.framesReceived + counts.lost;
      return {
        about: scenario.about,
        seconds: Math.round(seconds),
        people: { planned: this.#planned, joined: this.#everJoined, failures: this.#failures },
        joinMs: quantilesOf(this.#times.join),
        memberMs: quantilesOf(this.#times.member),
        firstFrameMs: quantilesOf(this.#times.frame),
        ...{ firstKeyMs, epochKeyMs },
        epochChangeMs: quantilesOf(Histogram.from(epochs.change)),
        removalMs: quantilesOf(Histogram.from(epochs.removal)),
        incompleteEpochs: epochs.incomplete,
        backMs: quantilesOf(this.#times.back),
        delayMs: quantilesOf(crew.delays),
        frames: {
          ...{ sent: counts.framesSent, received: counts.framesReceived, lost: counts.lost },
          lossPercent: expected === 0 ? 0 : Math.round((100_000 * counts.lost) / expected) / 1_000,
          ...{ decryptFailures: counts.decryptFailures, unknownEpoch: counts.unknownEpoch },
          ...{ misattributed: counts.misattributed, foreign: counts.foreign },
        },
        traffic: {
          ...{ bytesSent: counts.bytesSent, bytesReceived: counts.bytesReceived, repaired: counts.repaired },
          ...{ packetsSent: counts.packetsSent, packetsReceived: counts.packetsReceived },
        },
        keyBytesPerMinute:
          present === 0 || seconds < 1
            ? undefined
            : Math.round(((counts.keyBytes - keyBytesBefore) / present / seconds) * 60),
        servers,
        tester: { ...tester, limits: testerLimits(tester, firstKeyMs.p50, epochKeyMs.p50) },
        ...(browsers !== undefined && { browsers: browsers.results(decoded / seconds) }),
        timeline: this.#timeline,
      };
    } finally {
      crew.kill();
      await browsers?.close();
      await site?.close();
    }
  }

  /** Where browsers find the page, if there are to be any. */
  async #webSite(): Promise<WebSite | undefined> {
    const { scenario, deployment, web } = this.#options;
    if (scenario.browsers === 0) return undefined;
    if (web !== undefined) return { origin: web, close: () => Promise.resolve() };
    return await ownWebSite(deployment.keyserverUrl, deployment.sfuUrl, scenario.rotateSeconds);
  }

  #setting(): CallSetting {
    const { scenario, deployment } = this.#options;
    const { lossPercent, rotateSeconds, participants, viewers, screenKbps, suite } = scenario;
    return {
      linkSecret: toBase64Url(this.#linkSecret),
      ...{ keyserverUrl: deployment.keyserverUrl, sfuUrl: deployment.sfuUrl },
      ...{ loss: lossPercent / 100, rotateMs: rotateSeconds * 1_000, expectedSize: participants + viewers },
      screenBitrate: screenKbps * 1_000,
      ...(suite !== undefined && { suite }),
    };
  }

  async #arrive(crew: Crew): Promise<void> {
    const { participants, viewers, arrivalMs, seconds } = this.#options.scenario;
    for (let index = 0; index < participants + viewers; index++) {
      if (index > 0 && arrivalMs > 0) await delay(arrivalMs);
      this.#add(crew);
    }
    const patience = performance.now() + 1_000 * Math.min(ARRIVAL_PATIENCE_S, 10 + seconds);
    while (this.#joined.size < this.#planned && performance.now() < patience) await delay(20);
  }

  /** The next person comes. */
  #add(crew: Crew): void {
    const index = this.#planned++;
    crew.add(index, this.#sendsOf(index), this.#options.scenario.tiles);
  }

  #sendsOf(index: number): SourceName[] {
    const { participants, publishers, viewers, screens, cameras } = this.#options.scenario;
    // Who comes for somebody else does what that person did.
    const place = index % (participants + viewers);
    if (place >= Math.min(publishers, participants)) return [];
    if (place < screens) return ["microphone", "screen"];
    return place < screens + cameras ? ["microphone", "camera"] : ["microphone"];
  }

  async #goOn(crew: Crew): Promise<void> {
    const { seconds, churnPerMinute, cutsPerMinute } = this.#options.scenario;
    const end = performance.now() + seconds * 1_000;
    let [churns, cuts] = [0, 0];
    const begin = performance.now();
    while (performance.now() < end) {
      await delay(Math.min(100, Math.max(1, end - performance.now())));
      const minutes = (performance.now() - begin) / 60_000;
      // Who comes last has time to join.
      const isLate = end - performance.now() < LAST_ARRIVAL_MS;
      for (; !isLate && churns < Math.floor(minutes * churnPerMinute); churns++) {
        this.#replaceSomebody(crew, churns);
      }
      for (; cuts < Math.floor(minutes * cutsPerMinute); cuts++) {
        const somebody = this.#somebody(cuts);
        if (somebody !== undefined) crew.have(somebody, "cut");
      }
    }
  }

  #replaceSomebody(crew: Crew, turn: number): void {
    const somebody = this.#somebody(turn);
    if (somebody === undefined) return;
    this.#joined.delete(somebody);
    this.#gone.add(somebody);
    this.#epochs.left(somebody, performance.timeOrigin + performance.now());
    crew.have(somebody, turn % 2 === 0 ? "leave" : "vanish");
    this.#add(crew);
  }

  /** One after the other of those who are there. */
  #somebody(turn: number): number | undefined {
    const there = [...this.#joined];
    return there[(turn * 7) % Math.max(1, there.length)];
  }

  #heard(index: number, event: ParticipantEvent): void {
    if (this.#gone.has(index)) return;
    this.#epochs.heard(index, event);
    if (event.type === "joined") {
      this.#joined.add(index);
      this.#everJoined += 1;
      this.#times.join.add(event.ms);
    }
    if (event.type === "member") this.#times.member.add(event.ms);
    if (event.type === "firstFrame") this.#times.frame.add(event.ms);
    if (event.type === "back") this.#times.back.add(event.ms);
    if (event.type === "failed") this.#failures[event.reason] = (this.#failures[event.reason] ?? 0) + 1;
  }

  async #tick(crew: Crew, watch: ServerWatch, signal: AbortSignal): Promise<void> {
    let before = crew.counts;
    let at = performance.now();
    while (!signal.aborted) {
      await delay(TICK_MS, undefined, { signal }).catch(() => undefined);
      const now = performance.now();
      const seconds = (now - at) / 1_000;
      at = now;
      if (seconds < 0.5) return;
      const counts = crew.counts;
      const rate = (name: keyof typeof counts): number => Math.round((counts[name] - before[name]) / seconds);
      const moment: Moment = {
        at: Math.round((now - this.#beganAt) / 1_000),
        joined: this.#joined.size,
        framesPerSecond: rate("framesReceived"),
        lostPerSecond: rate("lost"),
        delayP95: crew.takeRecentDelays().quantile(0.95),
        mbitPerSecond: Math.round((8 * rate("bytesReceived")) / 1e4) / 100,
        cores: watch.since(),
      };
      before = counts;
      this.#timeline.push(moment);
      const expected = counts.framesReceived + counts.lost;
      this.#options.onProgress({
        phase: watch.hasBegun ? "running" : "arriving",
        seconds: watch.secondsSinceBegin,
        ...{ planned: this.#planned, moment, decryptFailures: counts.decryptFailures },
        lossPercent: expected === 0 ? 0 : (100 * counts.lost) / expected,
        failed: Object.values(this.#failures).reduce((sum, count) => sum + count, 0),
      });
    }
  }
}
