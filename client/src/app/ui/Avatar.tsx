import styles from "./Avatar.module.css";

/** Initials on a person's colour, or their picture. */
export function Avatar({
  initials,
  tint,
  size = "tile",
  picture,
}: {
  readonly initials: string;
  readonly tint: number;
  readonly size?: "tile" | "row";
  /** A `data:` address: nothing is loaded for it. */
  readonly picture?: string | undefined;
}) {
  return (
    <div className={`${styles.avatar} ${styles[size]}`} data-tint={tint} aria-hidden="true">
      {picture === undefined ? initials : <img src={picture} alt="" />}
    </div>
  );
}
