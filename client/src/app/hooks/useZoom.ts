import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { panBy, type Frame, type Point, STEP, type Zoom, zoomBy } from "../state/zoom.ts";

/** Pixels that an arrow key moves the picture. */
const ARROW = 60;
/** How much a turn of the wheel zooms, per pixel that it would scroll. */
const WHEEL = 0.0016;

/** A zoom and the hands on it: wheel, pinch, drag and keys. */
export interface ZoomControls {
  readonly zoom: Zoom;
  readonly setZoom: (zoom: Zoom) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly isDragging: boolean;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: (event: PointerEvent) => void;
    readonly onPointerCancel: (event: PointerEvent) => void;
    readonly onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** Lets a person zoom and move a picture in an element. */
export function useZoom(element: RefObject<HTMLElement | null>, frame: Frame): ZoomControls {
  const [zoom, setZoom] = useState<Zoom>("fit");
  const fingers = useRef(new Map<number, Point>());
  const [isDragging, setDragging] = useState(false);
  const latest = useRef(frame);
  useEffect(() => {
    latest.current = frame;
  });
  const middle = { x: frame.view.width / 2, y: frame.view.height / 2 };

  useEffect(() => {
    const viewport = element.current;
    if (viewport === null) return;
    const onWheel = (event: WheelEvent) => {
      // Else the page would scroll, or with Ctrl (as touchpads say a pinch) grow.
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 33 : event.deltaY;
      const speed = event.ctrlKey ? 5 * WHEEL : WHEEL;
      const at = within(viewport, event);
      setZoom((now) => zoomBy(now, Math.exp(-pixels * speed), at, latest.current));
    };
    viewport.addEventListener("wheel", onWheel, { passive: false });
    return () => viewport.removeEventListener("wheel", onWheel);
  }, [element]);

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || element.current === null) return;
    if ((event.target as Element).closest("button, input") !== null) return;
    element.current.setPointerCapture(event.pointerId);
    fingers.current.set(event.pointerId, within(element.current, event));
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = fingers.current.get(event.pointerId);
    if (before === undefined || element.current === null) return;
    const now = within(element.current, event);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, now);
    if (other === undefined) {
      setZoom((zoomed) => panBy(zoomed, { x: now.x - before.x, y: now.y - before.y }, latest.current));
      return;
    }
    const between = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const factor = distance(now, other) / Math.max(1, distance(before, other));
    const by = { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 };
    setZoom((zoomed) => panBy(zoomBy(zoomed, factor, between, latest.current), by, latest.current));
  };
  const onPointerUp = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    setDragging(fingers.current.size > 0);
  };

  const zoomIn = () => setZoom(zoomBy(zoom, STEP, middle, frame));
  const zoomOut = () => setZoom(zoomBy(zoom, 1 / STEP, middle, frame));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows: Readonly<Record<string, Point>> = {
      ArrowLeft: { x: ARROW, y: 0 },
      ArrowRight: { x: -ARROW, y: 0 },
      ArrowUp: { x: 0, y: ARROW },
      ArrowDown: { x: 0, y: -ARROW },
    };
    const by = arrows[event.key];
    if (by !== undefined) setZoom(panBy(zoom, by, frame));
    else if (event.key === "+" || event.key === "=") zoomIn();
    else if (event.key === "-") zoomOut();
    else return;
    event.preventDefault();
  };
  return {
    ...{ zoom, setZoom, zoomIn, zoomOut, isDragging },
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown },
  };
}

function within(element: Element, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
