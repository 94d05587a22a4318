import { useEffect, useRef } from "react";
import styles from "./Ending.module.css";

/** The heading of a page that took another's place: it gets the focus, so that it is read out. */
export function PageTitle({ text }: { readonly text: string }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus();
  }, []);
  return (
    <h1 ref={title} className={styles.title} tabIndex={-1}>
      {text}
    </h1>
  );
}
