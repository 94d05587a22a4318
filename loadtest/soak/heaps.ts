import type { CDPSession, Page } from "playwright-core";

/** JavaScript heaps after a collection, bytes: the page's, and those of its workers together. */
export interface Heaps {
  readonly page: number;
  readonly workers: number;
}

interface ToTarget {
  readonly id: number;
  readonly result?: { usedSize?: number };
}

/** Asks a page and its workers for their heaps, over the browser's debugging protocol. */
export class HeapMeter {
  readonly #session: CDPSession;
  readonly #workers = new Set<string>();
  readonly #waiting = new Map<number, (message: ToTarget) => void>();
  #nextId = 1;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<HeapMeter> {
    const session = await page.context().newCDPSession(page);
    const meter = new HeapMeter(session);
    session.on("Target.attachedToTarget", ({ sessionId }) => meter.#workers.add(sessionId));
    session.on("Target.detachedFromTarget", ({ sessionId }) => meter.#workers.delete(sessionId));
    session.on("Target.receivedMessageFromTarget", ({ message }) => {
      const answer = JSON.parse(message) as ToTarget;
      meter.#waiting.get(answer.id)?.(answer);
    });
    await session.send("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return meter;
  }

  async measure(): Promise<Heaps> {
    await this.#session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.#session.send("Runtime.getHeapUsage");
    let workers = 0;
    for (const sessionId of this.#workers) {
      await this.#ask(sessionId, "HeapProfiler.collectGarbage");
      workers += (await this.#ask(sessionId, "Runtime.getHeapUsage")).result?.usedSize ?? 0;
    }
    return { page: usedSize, workers };
  }

  async #ask(sessionId: string, method: string): Promise<ToTarget> {
    const id = this.#nextId++;
    const answered = new Promise<ToTarget>((resolve) => this.#waiting.set(id, resolve));
    await this.#session.send("Target.sendMessageToTarget", {
      sessionId,
      message: JSON.stringify({ id, method }),
    });
    const answer = await answered;
    this.#waiting.delete(id);
    return answer;
  }
}
