import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Meter } from "./meter.ts";
import type { StoreSizes } from "./storage/index.ts";

/** A keyserver's figures for Prometheus. No label ever holds anything that one client or call has alone. */
export class KeyserverMetrics implements Meter {
  readonly registry = new Registry();
  readonly #requests: Histogram<"type">;
  readonly #errors: Counter<"code">;
  readonly #messages: Counter<"direction">;
  readonly #bytes: Counter<"direction">;
  readonly #cuts: Counter;
  readonly #connections: Gauge;
  readonly #held: Gauge<"what">;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#requests = new Histogram({
      name: "sotto_keyserver_request_seconds",
      help: "Time from a request to its answer.",
      labelNames: ["type"],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    });
    this.#errors = new Counter({
      name: "sotto_keyserver_errors_total",
      help: "Requests that got an error.",
      labelNames: ["code"],
      registers,
    });
    this.#messages = new Counter({
      name: "sotto_keyserver_messages_total",
      help: "Messages of clients.",
      labelNames: ["direction"],
      registers,
    });
    this.#bytes = new Counter({
      name: "sotto_keyserver_bytes_total",
      help: "Bytes of these messages.",
      labelNames: ["direction"],
      registers,
    });
    this.#cuts = new Counter({
      name: "sotto_keyserver_cut_total",
      help: "Clients cut because they did not read or did not answer.",
      registers,
    });
    this.#connections = new Gauge({
      name: "sotto_keyserver_connections",
      help: "Clients connected.",
      registers,
    });
    this.#held = new Gauge({
      name: "sotto_keyserver_held",
      help: "What the store holds: groups, mailboxes, bytes.",
      labelNames: ["what"],
      registers,
    });
  }

  answered(type: string, seconds: number): void {
    this.#requests.observe({ type }, seconds);
  }

  refused(code: string): void {
    this.#errors.inc({ code });
  }

  passed(direction: "in" | "out", bytes: number): void {
    this.#messages.inc({ direction });
    this.#bytes.inc({ direction }, bytes);
  }

  cut(): void {
    this.#cuts.inc();
  }

  connected(count: number): void {
    this.#connections.set(count);
  }

  holding(sizes: StoreSizes): void {
    for (const [what, count] of Object.entries(sizes)) this.#held.set({ what }, count as number);
  }
}
