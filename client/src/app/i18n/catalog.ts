import type { en } from "./en.ts";

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** The shape that each language fills in completely. */
export type Catalog = Widen<typeof en>;
