import { useEffect, useRef, useState } from "react";
import type { Call, Person } from "../../../sdk/index.ts";
import { InkBoard } from "../marks/InkBoard.ts";

/** The marks of a call, for as long as its screen is there. */
export function useMarks(call: Call, people: readonly Person[], marks: boolean): InkBoard {
  const scene = useRef({ people, marks });
  useEffect(() => {
    scene.current = { people, marks };
  });
  const [board] = useState(
    () =>
      new InkBoard(call.data, () => scene.current, {
        now: () => performance.now(),
        later: (run, ms) => setTimeout(run, ms),
      }),
  );
  useEffect(() => board.open(), [board]);
  return board;
}
