import { SingleBar } from "cli-progress";
import type { Progress } from "../run/LoadTest.ts";

/** Where there is no terminal, a line comes this often, s. */
const LINE_EVERY_S = 5;

/** Shows how far a load test is: a bar with figures on a terminal, lines elsewhere. */
export class ProgressView {
  readonly #bar: SingleBar | undefined;
  readonly #seconds: number;
  readonly #out: NodeJS.WriteStream;
  #lastLine = -Infinity;

  constructor(seconds: number, out: NodeJS.WriteStream) {
    this.#seconds = seconds;
    this.#out = out;
    if (!out.isTTY) return;
    this.#bar = new SingleBar({
      stream: out,
      format:
        "{bar} {state} | {people} in the call | {frames} frames/s | {mbit} Mbit/s | delay p95 {delay} ms | lost {lost} % | not decrypted {failures} | CPU {cores}",
      barsize: 20,
      hideCursor: true,
    });
    this.#bar.start(seconds, 0, payloadOf(undefined));
  }

  show(progress: Progress): void {
    if (this.#bar !== undefined) {
      this.#bar.update(Math.min(progress.seconds, this.#seconds), payloadOf(progress));
      return;
    }
    const { at } = progress.moment;
    if (at - this.#lastLine < LINE_EVERY_S) return;
    this.#lastLine = at;
    const { state, people, frames, mbit, delay, lost, failures, cores } = payloadOf(progress);
    this.#out.write(
      `${state}: ${people} in the call, ${frames} frames/s, ${mbit} Mbit/s, delay p95 ${delay} ms, lost ${lost} %, not decrypted ${failures}, CPU ${cores}\n`,
    );
  }

  end(): void {
    this.#bar?.stop();
  }
}

function payloadOf(progress: Progress | undefined) {
  if (progress === undefined) {
    return {
      state: "starting",
      people: "0",
      frames: 0,
      mbit: 0,
      delay: "-",
      lost: "0",
      failures: 0,
      cores: "-",
    };
  }
  const { phase, seconds, planned, moment, lossPercent, decryptFailures, failed } = progress;
  const cores = Object.values(moment.cores);
  return {
    state: phase === "arriving" ? "arriving" : `${Math.round(seconds)} s`,
    people: `${moment.joined}/${planned}${failed > 0 ? ` (${failed} failures)` : ""}`,
    frames: moment.framesPerSecond,
    mbit: moment.mbitPerSecond,
    delay: moment.delayP95 === undefined ? "-" : String(Math.round(moment.delayP95)),
    lost: lossPercent.toFixed(2),
    failures: decryptFailures,
    cores: cores.length === 0 ? "-" : cores.reduce((sum, share) => sum + share, 0).toFixed(2),
  };
}
