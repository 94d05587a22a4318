import { useEffect, useRef } from "react";

export interface TrackVideoProps {
  readonly track: MediaStreamTrack;
  readonly label: string;
  readonly className?: string | undefined;
  readonly testId?: string;
}

/** Plays one video track, silently: sound has its own elements. */
export function TrackVideo({ track, label, className, testId }: TrackVideoProps) {
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
  return (
    <video
      ref={video}
      className={className}
      aria-label={label}
      data-testid={testId}
      autoPlay
      muted
      playsInline
    />
  );
}
