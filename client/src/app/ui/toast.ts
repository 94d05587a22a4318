/** Short messages. The library behind them is fetched after the page is drawn. */
import type * as sonner from "sonner";
import { fetchPart } from "../fetching.ts";

type Sonner = typeof sonner;
type Args = Parameters<Sonner["toast"]>;

const load = (): Promise<Sonner> => fetchPart(() => import("sonner"));

function say(look: "info" | "success" | "warning" | "error", args: Args): void {
  // Where the chunk cannot be fetched, the page says what matters without it.
  load().then(
    ({ toast: show }) => (look === "info" ? show(...args) : show[look](...args)),
    () => undefined,
  );
}

/** Shows a message; `success`, `warning` and `error` with their signs. */
export const toast = Object.assign(
  (...args: Args): void => {
    say("info", args);
  },
  {
    success: (...args: Args): void => {
      say("success", args);
    },
    warning: (...args: Args): void => {
      say("warning", args);
    },
    error: (...args: Args): void => {
      say("error", args);
    },
  },
);

/** Takes away all messages: what they say is of a screen that has gone. */
export function clearToasts(): void {
  load().then(
    ({ toast: show }) => show.dismiss(),
    () => undefined,
  );
}
