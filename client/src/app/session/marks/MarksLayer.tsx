import { type CSSProperties, type PointerEvent, useRef } from "react";
import { useObservable } from "../../hooks/useObservable.ts";
import { tintOf } from "../../state/avatar.ts";
import type { Person } from "../../../sdk/index.ts";
import type { InkBoard } from "./InkBoard.ts";
import type { Spot } from "./marks.ts";
import styles from "./MarksLayer.module.css";

/** What the hand does over a shared picture. */
export type Tool = "none" | "point" | "draw";

export interface MarksLayerProps {
  readonly board: InkBoard;
  /** Whose screen it lies over. */
  readonly leaf: number;
  readonly people: readonly Person[];
  readonly tool: Tool;
}

/** Side of the drawing's own coordinates. */
const SIDE = 1000;

/** Pointers and lines over a shared picture, and the hand that makes one's own. */
export function MarksLayer({ board, leaf, people, tool }: MarksLayerProps) {
  const ink = useObservable(board.ink);
  const isDown = useRef(false);
  const spotOf = (event: PointerEvent): Spot => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    // A finger that points would move the picture; a mouse still can.
    if (tool === "draw" || event.pointerType === "touch") event.stopPropagation();
    if (tool !== "draw") return;
    isDown.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    board.down(leaf, spotOf(event));
  };
  const onPointerMove = (event: PointerEvent) => {
    if (tool === "point") board.point(leaf, spotOf(event));
    else if (isDown.current) board.move(spotOf(event));
  };
  const onPointerUp = () => {
    if (isDown.current) board.up();
    isDown.current = false;
  };
  const onPointerLeave = () => {
    if (tool === "point") board.away(leaf);
  };
  const tint = (from: string) => tintOf(people.find(({ key }) => key === from)?.deviceFingerprint ?? "");
  return (
    <div
      className={styles.layer}
      data-testid="marks"
      data-tool={tool}
      {...(tool !== "none" && { onPointerDown, onPointerMove, onPointerUp, onPointerLeave })}
      onPointerCancel={onPointerUp}
    >
      <svg
        className={styles.lines}
        viewBox={`0 0 ${SIDE} ${SIDE}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {ink.lines
          .filter((line) => line.leaf === leaf)
          .map(({ from, line, spots }) => (
            <polyline
              key={`${from} ${line}`}
              className={styles.line}
              data-testid="mark-line"
              data-from={from}
              data-tint={tint(from)}
              points={spots.map(({ x, y }) => `${Math.round(x * SIDE)},${Math.round(y * SIDE)}`).join(" ")}
            />
          ))}
      </svg>
      {ink.pointers
        .filter((pointer) => pointer.leaf === leaf)
        .map(({ from, at }) => {
          const person = people.find(({ key }) => key === from);
          if (person === undefined || person.isSelf) return null;
          return (
            <div
              key={from}
              className={styles.pointer}
              style={{ "--x": `${at.x * 100}%`, "--y": `${at.y * 100}%` } as CSSProperties}
              data-testid="mark-pointer"
              data-name={person.displayName}
              data-tint={tint(from)}
            >
              <span className={styles.dot} aria-hidden="true" />
              <bdi className={styles.name}>{person.displayName}</bdi>
            </div>
          );
        })}
    </div>
  );
}
