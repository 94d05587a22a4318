import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Figures } from "@sotto/shared/operating";
import type { Method, SfuErrorCode } from "@sotto/shared/signalling";
import type { Cut, DataOutcome, Meter } from "./meter.ts";

/** How a server is right now. */
export interface SfuFigures {
  readonly connections: number;
  readonly calls: number;
  readonly participants: number;
  /** By kind. */
  readonly streams: Readonly<Record<string, number>>;
  readonly bitsPerSecond: Readonly<Record<"in" | "out", number>>;
  readonly workers: readonly WorkerFigures[];
}

export interface WorkerFigures {
  /** Which of the workers: 0 to their number − 1, whoever runs in that place. */
  readonly index: number;
  readonly load: number;
  readonly routers: number;
  readonly cpuSeconds: number;
  readonly peakMemoryBytes: number;
}

/** An SFU's figures for Prometheus. No label ever holds anything that one client or call has alone. */
export class SfuMetrics implements Meter, Figures {
  readonly #registry = new Registry();
  readonly #requests = this.#histogram("request_seconds", "Time from a request to its answer.", "method");
  readonly #errors = this.#counter("errors_total", "Requests that got an error.", "code");
  readonly #cuts = this.#counter("cut_total", "Clients cut because they did not keep within bounds.", "what");
  readonly #data = this.#counter("data_messages_total", "Data messages.", "outcome");
  readonly #media = this.#counter("media_bytes_total", "Media bytes of clients.", "direction");
  readonly #deaths = this.#counter("worker_deaths_total", "Media workers that died.");
  readonly #connections = this.#gauge("connections", "Clients connected.");
  readonly #calls = this.#gauge("calls", "Calls.");
  readonly #participants = this.#gauge("participants", "Participants of all calls.");
  readonly #streams = this.#gauge("streams", "Streams that come, that go, and between workers.", "kind");
  readonly #bits = this.#gauge("media_bits_per_second", "Media of clients, as last measured.", "direction");
  readonly #workers = this.#gauge("workers", "Media workers that run.");
  readonly #load = this.#gauge("worker_load", "Transports and streams of a media worker.", "worker");
  readonly #routers = this.#gauge("worker_routers", "Routers of a media worker.", "worker");
  readonly #cpu = this.#gauge("worker_cpu_seconds", "CPU time of a media worker's process.", "worker");
  readonly #memory = this.#gauge("worker_peak_memory_bytes", "Most memory a media worker had.", "worker");
  #source: (() => Promise<SfuFigures>) | undefined;

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Asks this each time that the figures are asked for. */
  readFrom(source: () => Promise<SfuFigures>): void {
    this.#source = source;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async metrics(): Promise<string> {
    if (this.#source !== undefined) this.#show(await this.#source());
    return await this.#registry.metrics();
  }

  answered(method: Method, seconds: number): void {
    this.#requests.observe({ method }, seconds);
  }
  refused(code: SfuErrorCode): void {
    this.#errors.inc({ code });
  }
  cut(what: Cut): void {
    this.#cuts.inc({ what });
  }
  data(outcome: DataOutcome): void {
    this.#data.inc({ outcome });
  }
  media(direction: "in" | "out", bytes: number): void {
    this.#media.inc({ direction }, bytes);
  }
  workerDied(): void {
    this.#deaths.inc();
  }

  #show(figures: SfuFigures): void {
    this.#connections.set(figures.connections);
    this.#calls.set(figures.calls);
    this.#participants.set(figures.participants);
    for (const [kind, count] of Object.entries(figures.streams)) this.#streams.set({ kind }, count);
    for (const [direction, bits] of Object.entries(figures.bitsPerSecond))
      this.#bits.set({ direction }, bits);
    this.#workers.set(figures.workers.length);
    // A worker that is dead has no figures.
    for (const gauge of [this.#load, this.#routers, this.#cpu, this.#memory]) gauge.reset();
    for (const { index, load, routers, cpuSeconds, peakMemoryBytes } of figures.workers) {
      const worker = String(index);
      this.#load.set({ worker }, load);
      this.#routers.set({ worker }, routers);
      this.#cpu.set({ worker }, cpuSeconds);
      this.#memory.set({ worker }, peakMemoryBytes);
    }
  }

  #counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `sotto_sfu_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name: `sotto_sfu_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, ...labelNames: string[]): Histogram {
    const buckets = [0.001, 0.005, 0.02, 0.1, 0.5, 2];
    return new Histogram({
      name: `sotto_sfu_${name}`,
      help,
      labelNames,
      buckets,
      registers: [this.#registry],
    });
  }
}
