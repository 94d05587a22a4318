import { useEffect, useRef } from "react";
import type { Size } from "../state/zoom.ts";

export interface TrackVideoProps {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly className?: string | undefined;
  readonly testId?: string;
  /** Told the picture's own size in pixels, whenever it changes. */
  readonly onSize?: (size: Size) => void;
}

/** Plays one video track, silently: sound has its own elements. */
export function TrackVideo({ track, label, className, testId, onSize }: TrackVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    // Refused only while the page is hidden or the element goes; `autoPlay` starts it later.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  const tell = () => {
    const element = video.current;
    if (element !== null && element.videoWidth > 0)
      onSize?.({ width: element.videoWidth, height: element.videoHeight });
  };
  return (
    <video
      ref={video}
      className={className}
      aria-label={label}
      data-testid={testId}
      onLoadedMetadata={tell}
      onResize={tell}
      autoPlay
      muted
      playsInline
    />
  );
}
