import * as v from "valibot";

/** How a call was, as the person says. */
export type Rating = "good" | "fair" | "bad";

/** Enough to see how calls have been lately. */
const MOST_RATINGS = 30;
const STORED_RATINGS = "sotto.ratings";

const Ratings = v.array(
  v.object({ at: v.pipe(v.number(), v.integer()), rating: v.picklist(["good", "fair", "bad"]) }),
);

/** Notes a rating on this device, and nowhere else. Returns how many of the last ones were not good. */
export function rate(storage: Pick<Storage, "getItem" | "setItem">, rating: Rating, at: number): number {
  const ratings = [...readRatings(storage), { at, rating }].slice(-MOST_RATINGS);
  try {
    storage.setItem(STORED_RATINGS, JSON.stringify(ratings));
  } catch {
    // A browser that stores nothing just forgets.
  }
  return ratings.filter((one) => one.rating !== "good").length;
}

function readRatings(storage: Pick<Storage, "getItem">): v.InferOutput<typeof Ratings> {
  try {
    return v.parse(Ratings, JSON.parse(storage.getItem(STORED_RATINGS) ?? "[]"));
  } catch {
    return [];
  }
}
