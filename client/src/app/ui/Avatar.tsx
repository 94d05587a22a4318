import styles from "./Avatar.module.css";

/** Initials on a person's colour. */
export function Avatar({
  initials,
  tint,
  size = "tile",
}: {
  readonly initials: string;
  readonly tint: number;
  readonly size?: "tile" | "row";
}) {
  return (
    <div className={`${styles.avatar} ${styles[size]}`} data-tint={tint} aria-hidden="true">
      {initials}
    </div>
  );
}
