import { createContext, type RefObject, useContext, useEffect } from "react";
import type { ViewFacet } from "../../sdk/index.ts";

/** Who is told what is on screen; undefined where nobody wants to know. */
export const ShownTo = createContext<ViewFacet | undefined>(undefined);

/**
 * Says how large a person's picture is on screen for as long as the element is there, and that it is not once it is
 * gone or scrolled away: what is not seen is not received.
 */
export function useShown(
  element: RefObject<HTMLElement | null>,
  participantKey: string,
  source: "camera" | "screen",
): void {
  const view = useContext(ShownTo);
  useEffect(() => {
    const shown = element.current;
    if (shown === null || view === undefined) return;
    let isVisible = true;
    const say = (): void => {
      const { width, height } = shown.getBoundingClientRect();
      const ratio = devicePixelRatio;
      const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
      view.show(participantKey, source, isVisible ? size : null);
    };
    const sizes = new ResizeObserver(say);
    const places = new IntersectionObserver((entries) => {
      isVisible = entries.at(-1)?.isIntersecting ?? true;
      say();
    });
    sizes.observe(shown);
    places.observe(shown);
    say();
    return () => {
      sizes.disconnect();
      places.disconnect();
      view.show(participantKey, source, null);
    };
  }, [element, view, participantKey, source]);
}
