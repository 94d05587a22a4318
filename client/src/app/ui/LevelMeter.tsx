import { useEffect, useRef } from "react";
import { watchLevel } from "../media/micLevel.ts";
import styles from "./LevelMeter.module.css";

/** A bar that moves with the voice. Drawn past React: it changes with each frame of the screen. */
export function LevelMeter({
  track,
  label,
}: {
  readonly track: MediaStreamTrack | undefined;
  readonly label: string;
}) {
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (length: number) => {
      bar.current?.style.setProperty("--level", length.toFixed(3));
      meter.current?.setAttribute("aria-valuenow", String(Math.round(length * 10) * 10));
    };
    show(0);
    return track === undefined ? undefined : watchLevel(track, show);
  }, [track]);
  return (
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      data-testid="mic-meter"
    >
      <div ref={bar} className={styles.bar} />
    </div>
  );
}
