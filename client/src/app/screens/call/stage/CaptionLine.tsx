import type { Caption } from "../../../captions/index.ts";
import styles from "./CaptionLine.module.css";

/** What is being said, over the lower edge of the stage. Whoever listens to the page hears it anyway. */
export function CaptionLine({ caption }: { readonly caption: Caption | undefined }) {
  if (caption === undefined) return null;
  return (
    <p className={styles.caption} dir="auto" aria-hidden="true" data-testid="caption">
      {caption.text}
    </p>
  );
}
