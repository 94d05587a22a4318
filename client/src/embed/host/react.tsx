import { type CSSProperties, useEffect, useRef } from "react";
import { EVENT_NAMES, type EventDetail, type EventName } from "../protocol/index.ts";
import { createCall, type CreateCallOptions, type EmbeddedCall } from "./createCall.ts";

/** Listeners by the names of their events. */
export type CallListeners = { readonly [E in EventName]?: (detail: EventDetail<E>) => void };

export interface SottoCallProps extends CreateCallOptions {
  readonly listeners?: CallListeners;
  readonly className?: string;
  readonly style?: CSSProperties;
  /** Gets the call when its frame is there, and undefined when it is gone. */
  readonly onCall?: (call: EmbeddedCall | undefined) => void;
}

/** A call in a frame. Another room or server is another frame; all other options count when it begins. */
export function SottoCall({ listeners, className, style, onCall, ...options }: SottoCallProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ listeners, onCall, options });
  useEffect(() => {
    latest.current = { listeners, onCall, options };
  });
  const { room, server } = options;
  useEffect(() => {
    if (place.current === null) return;
    const notify = (call: EmbeddedCall | undefined) => latest.current.onCall?.(call);
    const created = createCall(place.current, latest.current.options);
    notify(created);
    for (const name of EVENT_NAMES)
      created.on(name, (detail) => {
        (latest.current.listeners?.[name] as ((given: unknown) => void) | undefined)?.(detail);
      });
    return () => {
      void created.destroy();
      notify(undefined);
    };
  }, [room, server]);
  return <div ref={place} className={className} style={style} />;
}
