import * as v from "valibot";
import { Observable } from "../../app/media/Observable.ts";
import type { CallDataFacet } from "../../sdk/index.ts";
import { Card, type CardChange, changeCard } from "../protocol/index.ts";

/** The topic of cards among the call's data messages. */
export const CARD_TOPIC = "embed card";

/** How soon it is tried again while the data channels are not open, ms. */
const AGAIN_MS = 500;
/** How often one participant is answered: each asks once, and again after its connection was away. */
const MOST_ANSWERS = 8;
/** From here on the cards of those who have left are forgotten, and no more are kept than of those who are here. */
const MANY_CARDS = 256;

/** A card, and whether the others' are asked for. */
const Said = v.strictObject({ asks: v.boolean(), card: Card });

export interface CardPlace {
  readonly data: Pick<CallDataFacet, "send" | "on">;
  /** Who is in the call now. */
  readonly here: () => readonly string[];
  /** The call's connection for media, as it is now. */
  readonly media: () => string;
  /** Called after each change of the call. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * What the pages around the frames of a call tell each other of their people: each says its card when it comes and asks for
 * the others'. Data messages are sealed, and from whom they say; what a card claims is its page's word.
 */
export class Cards {
  /** Others' pictures, by participant; one's own once there is a call. */
  readonly pictures = new Observable<ReadonlyMap<string, string>>(new Map());
  readonly #heard = new Map<string, Card>();
  readonly #answers = new Map<string, number>();
  readonly #onChange: () => void;
  readonly #later: (run: () => void, ms: number) => unknown;
  #own: Card = {};
  #ownKey: string | undefined;
  #place: CardPlace | undefined;

  constructor(onChange: () => void, later: (run: () => void, ms: number) => unknown) {
    this.#onChange = onChange;
    this.#later = later;
  }

  get own(): Card {
    return this.#own;
  }

  /** What is known of somebody. */
  of(participantKey: string): Card {
    return (participantKey === this.#ownKey ? this.#own : this.#heard.get(participantKey)) ?? {};
  }

  /** Which participant we are. */
  isSelf(participantKey: string): void {
    if (this.#ownKey === participantKey) return;
    this.#ownKey = participantKey;
    this.#draw();
  }

  /** Changes one's own card, and says so. */
  change(change: CardChange): void {
    this.#own = changeCard(this.#own, change);
    this.#draw();
    this.#onChange();
    if (this.#place !== undefined) this.#say(this.#place, false);
  }

  /** A call begins. Returns the function that ends it. */
  begin(place: CardPlace): () => void {
    this.#place = place;
    let media = "";
    const ends = [
      place.data.on(CARD_TOPIC, (from, bytes) => {
        this.#hear(place, from, bytes);
      }),
      place.subscribe(() => {
        const now = place.media();
        // Whoever came while we were away has told those who were there.
        if (now !== media && now === "connected") this.#say(place, true);
        media = now;
      }),
    ];
    return () => {
      for (const end of ends) end();
      this.#place = this.#ownKey = undefined;
      this.#heard.clear();
      this.#answers.clear();
      this.#draw();
    };
  }

  #hear({ data, here }: CardPlace, from: string, bytes: Uint8Array): void {
    const said = read(bytes);
    if (said === undefined) return;
    this.#heard.set(from, said.card);
    if (this.#heard.size > MANY_CARDS) {
      const present = new Set(here());
      for (const key of this.#heard.keys()) if (!present.has(key)) this.#heard.delete(key);
    }
    this.#draw();
    this.#onChange();
    const answers = this.#answers.get(from) ?? 0;
    if (!said.asks || answers >= MOST_ANSWERS || Object.keys(this.#own).length === 0) return;
    this.#answers.set(from, answers + 1);
    // Who misses it asks again when they are back.
    data.send(CARD_TOPIC, written(false, this.#own), { to: from }).catch(() => undefined);
  }

  #say(place: CardPlace, asks: boolean): void {
    place.data.send(CARD_TOPIC, written(asks, this.#own)).catch(() => {
      if (!asks) return;
      this.#later(() => {
        if (this.#place === place && place.media() === "connected") this.#say(place, true);
      }, AGAIN_MS);
    });
  }

  #draw(): void {
    const cards = [
      ...this.#heard,
      ...(this.#ownKey === undefined ? [] : [[this.#ownKey, this.#own] as const]),
    ];
    this.pictures.set(
      new Map(cards.flatMap(([key, { avatarUrl }]) => (avatarUrl === undefined ? [] : [[key, avatarUrl]]))),
    );
  }
}

function written(asks: boolean, card: Card): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ asks, card }));
}

/** Undefined for anything that is no card. */
function read(bytes: Uint8Array): v.InferOutput<typeof Said> | undefined {
  try {
    return v.parse(Said, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}
