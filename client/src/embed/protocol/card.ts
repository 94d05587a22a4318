import * as v from "valibot";
import { fitsAsPicture, LONGEST_PICTURE } from "./picture.ts";

/**
 * What an embedding page says of the person in front of it, beside the name. It reaches the others sealed, as everything
 * in a call; it is said by a page, and proves nothing.
 */
export const Card = v.strictObject({
  /** A small picture as a `data:` address, shown where there is no camera. */
  avatarUrl: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_PICTURE), v.check(fitsAsPicture))),
  /** Who this is to the page. */
  externalId: v.optional(v.pipe(v.string(), v.maxLength(128))),
  /** Whatever the page wants the pages of the others to know. */
  metadata: v.optional(v.pipe(v.string(), v.maxLength(2_048))),
});
export type Card = Readonly<v.InferOutput<typeof Card>>;

/** A change of a card: what is absent stays, what is empty goes. */
export const CardChange = v.strictObject({
  avatarUrl: v.optional(v.union([v.literal(""), v.unwrap(Card.entries.avatarUrl)])),
  externalId: Card.entries.externalId,
  metadata: Card.entries.metadata,
});
export type CardChange = Readonly<v.InferOutput<typeof CardChange>>;

/** The card after a change. */
export function changeCard(card: Card, change: CardChange): Card {
  const entries = Object.entries({ ...card, ...change }).filter(
    ([, value]) => value !== undefined && value !== "",
  );
  return Object.fromEntries(entries);
}
