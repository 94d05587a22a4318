/** The session's screens, fetched when there is one. */
import { createElement, lazy, Suspense } from "react";
import { fetchPart } from "../fetching.ts";
import { Problem } from "../screens/Problem.tsx";
import type { SessionProps } from "./Session.tsx";

const Part = lazy(async () => {
  try {
    return { default: (await fetchPart(() => import("./Session.tsx"))).Session };
  } catch {
    return { default: NotLoaded };
  }
});

export function LaterSession(props: SessionProps) {
  return createElement(Suspense, { fallback: null }, createElement(Part, props));
}

function NotLoaded() {
  return createElement(Problem, { code: "app/not-loaded", onTryAgain: () => location.reload() });
}
