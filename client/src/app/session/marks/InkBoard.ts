import type { CallDataFacet, Person } from "../../../sdk/index.ts";
import { Observable } from "../../media/Observable.ts";
import { fade, followMark, type Ink, NO_INK } from "./ink.ts";
import { decodeMark, type Mark, MARK_TOPIC, type Spot } from "./marks.ts";
import { Pen } from "./Pen.ts";

/** How often what has been there long enough is looked for, ms. */
const FADE_MS = 500;

/** What decides whose marks count. */
export interface MarkScene {
  readonly people: readonly Person[];
  /** Whether viewers may make marks; presenters always may. */
  readonly marks: boolean;
}

/** Time, as a browser's window has it. */
export interface Timing {
  now(): number;
  later(run: () => void, ms: number): unknown;
}

/** The marks over the shared pictures of one call: those of others, and one's own hand. */
export class InkBoard {
  readonly ink = new Observable<Ink>(NO_INK);
  readonly #data: CallDataFacet | undefined;
  readonly #scene: () => MarkScene;
  readonly #time: Timing;
  readonly #pen: Pen;
  #isFading = false;
  #isClosed = false;
  #line = 0;
  #leaf = 0;

  /** @param scene asked at every mark */
  constructor(data: CallDataFacet | undefined, scene: () => MarkScene, time: Timing) {
    this.#data = data;
    this.#scene = scene;
    this.#time = time;
    this.#pen = new Pen(
      (bytes, lossy) => {
        // Whoever does not see a mark misses little: the next one comes soon.
        data?.send(MARK_TOPIC, bytes, { lossy }).catch(() => undefined);
      },
      (run, ms) => time.later(run, ms),
    );
  }

  /** Listens to the others. Returns the function that ends it. */
  open(): () => void {
    this.#isClosed = false;
    const end = this.#data?.on(MARK_TOPIC, (from, bytes) => {
      const mark = decodeMark(bytes);
      if (mark !== undefined) this.#follow(from, mark);
    });
    return () => {
      this.#isClosed = true;
      end?.();
    };
  }

  point(leaf: number, at: Spot): void {
    this.#pen.point(leaf, at);
    this.#own({ kind: "pointer", leaf, at });
  }

  away(leaf: number): void {
    this.#pen.away();
    this.#own({ kind: "away", leaf });
  }

  down(leaf: number, at: Spot): void {
    this.#leaf = leaf;
    this.#line = this.#pen.down(leaf, at);
    this.#own({ kind: "line", leaf, line: this.#line, spots: [at] });
  }

  move(at: Spot): void {
    this.#pen.move(at);
    this.#own({ kind: "line", leaf: this.#leaf, line: this.#line, spots: [at] });
  }

  up(): void {
    this.#pen.up();
  }

  /** Wipes one's own lines; on one's own screen, everybody's. */
  clear(leaf: number): void {
    this.#pen.clear(leaf);
    this.#own({ kind: "clear", leaf });
  }

  #own(mark: Mark): void {
    const self = this.#scene().people.find(({ isSelf }) => isSelf);
    if (self !== undefined) this.#follow(self.key, mark);
  }

  #follow(from: string, mark: Mark): void {
    const { people, marks } = this.#scene();
    const sender = people.find(({ key }) => key === from);
    const presenter = people.find(({ leaf, screen }) => leaf === mark.leaf && screen.on);
    if (sender === undefined || presenter === undefined) return;
    if (!marks && sender.role === "guest" && !sender.screen.on) return;
    this.ink.set(followMark(this.ink.value, from, mark, presenter === sender, this.#time.now()));
    this.#fadeSoon();
  }

  #fadeSoon(): void {
    const { pointers, lines } = this.ink.value;
    if (this.#isFading || pointers.length + lines.length === 0) return;
    this.#isFading = true;
    this.#time.later(() => {
      this.#isFading = false;
      if (this.#isClosed) return;
      const { people } = this.#scene();
      this.ink.set(fade(this.ink.value, this.#time.now(), (from) => people.some(({ key }) => key === from)));
      this.#fadeSoon();
    }, FADE_MS);
  }
}
