import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import styles from "./Hint.module.css";

/** Shows a short text beside a button that the pointer rests on or the keyboard has reached. */
export function Hint({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <Tooltip className={styles.hint ?? ""} offset={8}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
