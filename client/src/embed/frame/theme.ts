/** Always true, and never. */
const HOLDS = { true: "(min-width: 0)", false: "(max-width: 0)" } as const;

/**
 * Has the frame look light or dark whatever the system says: its own rules for dark hold always, or never.
 * @param sheets those of the frame's own page
 */
export function applyTheme(
  theme: "light" | "dark" | "auto" | undefined,
  sheets: Iterable<CSSStyleSheet>,
  root: HTMLElement,
): void {
  if (theme === undefined || theme === "auto") return;
  root.style.colorScheme = theme;
  for (const sheet of sheets)
    for (const rule of sheet.cssRules) {
      if (!("media" in rule)) continue;
      const media = rule.media as MediaList;
      media.mediaText = themed(media.mediaText, theme);
    }
}

/** A media query in which the theme is settled. */
export function themed(query: string, theme: "light" | "dark"): string {
  return query.replace(/\(prefers-color-scheme:\s*(light|dark)\)/g, (_, wanted: string) =>
    wanted === theme ? HOLDS.true : HOLDS.false,
  );
}
