import * as v from "valibot";

/** What a setting may be. Text is taken apart, since the command line and the environment know nothing else. */
export type Kind<T> = v.GenericSchema<unknown, T>;

export function wholeNumber(from: number, to: number): Kind<number> {
  const message = `must be a whole number from ${from} to ${to}`;
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))], message),
    v.integer(message),
    v.minValue(from, message),
    v.maxValue(to, message),
  );
}

export function text(maxLength = 1_024): Kind<string> {
  const message = `must be text of 1 to ${maxLength} characters`;
  return v.pipe(v.string(message), v.minLength(1, message), v.maxLength(maxLength, message));
}

/** Several texts: a list in a file, divided by commas elsewhere. */
export function texts(): Kind<readonly string[]> {
  const list = v.array(text(), "must be a list of texts, or texts divided by commas");
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value)),
    list,
  );
}

export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  return v.picklist(choices, `must be one of ${choices.join(", ")}`);
}

export function flag(): Kind<boolean> {
  return v.pipe(
    v.union([v.boolean(), v.picklist(["true", "false"])], "must be true or false"),
    v.transform((value) => value === true || value === "true"),
  );
}
