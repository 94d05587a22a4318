import { type CSSProperties, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { type Corner, cornerAt, placeIn } from "../../../state/stage/corner.ts";
import type { Point, Size } from "../../../state/zoom.ts";
import styles from "./Floating.module.css";

export interface FloatingProps {
  readonly corner: Corner;
  readonly onCorner: (corner: Corner) => void;
  readonly room: Size;
  readonly size: Point & Size;
  readonly children: ReactNode;
}

interface Drag {
  readonly from: Point;
  readonly by: Point;
}

/** Pixels a finger may tremble before it drags. */
const TREMBLE = 6;

/** One's own picture in a corner; dragged, it goes to the corner it is let go nearest to. */
export function Floating({ corner, onCorner, room, size, children }: FloatingProps) {
  const element = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const at = placeIn(corner, room, size);
  const isMoving = drag !== undefined && Math.hypot(drag.by.x, drag.by.y) > TREMBLE;

  const begin = (event: PointerEvent) => {
    // Buttons on it are pressed, not dragged.
    if (event.button !== 0 || (event.target as Element).closest("button") !== null) return;
    element.current?.setPointerCapture(event.pointerId);
    setDrag({ from: { x: event.clientX, y: event.clientY }, by: { x: 0, y: 0 } });
  };
  const move = (event: PointerEvent) => {
    if (drag === undefined) return;
    setDrag({ ...drag, by: { x: event.clientX - drag.from.x, y: event.clientY - drag.from.y } });
  };
  const end = () => {
    if (drag !== undefined && isMoving) {
      const sign = document.dir === "rtl" ? -1 : 1;
      const middle = {
        x: at.x + size.width / 2 + sign * drag.by.x,
        y: at.y + size.height / 2 + drag.by.y,
      };
      onCorner(cornerAt(middle, room));
    }
    setDrag(undefined);
  };

  const shift = {
    "--from-x": `${at.x - size.x}px`,
    "--from-y": `${at.y - size.y}px`,
    "--by-x": `${isMoving ? drag.by.x : 0}px`,
    "--by-y": `${isMoving ? drag.by.y : 0}px`,
  } as CSSProperties;
  return (
    <div
      ref={element}
      className={styles.floating}
      style={shift}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => setDrag(undefined)}
      data-testid="floating-self"
      data-corner={corner}
      data-moving={isMoving}
    >
      {children}
    </div>
  );
}
