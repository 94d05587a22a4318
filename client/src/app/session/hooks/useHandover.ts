import { useCallback, useEffect, useRef, useState } from "react";
import type { Call, Person } from "../../../sdk/index.ts";
import { answered, followWord, type Handover, NOBODY_ASKS, ownQuestion } from "../state/handover.ts";
import { decodeWord, encodeWord, type Word, WORD_TOPIC } from "../state/words.ts";

/** Who would like to present, and the hands on that. */
export interface HandoverControls extends Omit<Handover, "asking"> {
  readonly asking: readonly Person[];
  /** Fingerprint of the device that one has handed the presenting to. */
  readonly handedTo: string | undefined;
  /** They present now. */
  readonly handed: () => void;
  /** Asks all presenters. */
  readonly ask: () => void;
  /** The answer has been read. */
  readonly done: () => void;
  /** Lets somebody present: makes them a co-host, and tells them. Rejects if that was not possible. */
  readonly grant: (person: Person) => Promise<void>;
  readonly refuse: (person: Person) => void;
  readonly setMarks: (marks: boolean) => void;
}

/** Follows what is said about presenting; whoever makes rules repeats them to those who come later. */
export function useHandover(call: Call, people: readonly Person[]): HandoverControls {
  const [handover, setHandover] = useState(NOBODY_ASKS);
  const [handedTo, setHandedTo] = useState<string>();
  const handed = useCallback(() => setHandedTo(undefined), []);
  const latest = useRef(people);
  useEffect(() => {
    latest.current = people;
  });
  const say = useCallback(
    (word: Word, to: string) => call.data?.send(WORD_TOPIC, encodeWord(word), { to }) ?? Promise.resolve(),
    [call],
  );
  useEffect(
    () =>
      call.data?.on(WORD_TOPIC, (from, bytes) => {
        const word = decodeWord(bytes);
        const speaker = latest.current.find(({ key }) => key === from);
        if (word !== undefined && speaker !== undefined)
          setHandover((before) => followWord(before, speaker, word));
      }),
    [call],
  );

  const self = people.find(({ isSelf }) => isSelf);
  const makesRules = self?.screen.on === true;
  const { marks } = handover;
  const told = useRef<ReadonlyMap<string, boolean>>(new Map());
  useEffect(() => {
    if (!makesRules) return;
    for (const { key, isSelf } of people) {
      // Nobody has to be told what holds anyway.
      if (isSelf || (told.current.get(key) ?? true) === marks) continue;
      told.current = new Map(told.current).set(key, marks);
      say({ type: "rules", marks }, key).catch(() => undefined);
    }
  }, [people, makesRules, marks, say]);

  const answer = (person: Person) => setHandover((before) => answered(before, [person.key]));
  return {
    ...handover,
    ...{ handedTo, handed },
    asking: handover.asking.flatMap((key) => people.find((person) => person.key === key) ?? []),
    ask: () => {
      setHandover((before) => ownQuestion(before, "asked"));
      for (const { key, isSelf, role, screen } of people)
        if (!isSelf && (role !== "guest" || screen.on)) say({ type: "ask" }, key).catch(() => undefined);
    },
    done: () => setHandover((before) => ownQuestion(before, "none")),
    grant: async (person) => {
      await call.host?.setRole(person.key, "cohost");
      setHandedTo(person.deviceFingerprint);
      await say({ type: "grant" }, person.key);
      answer(person);
    },
    refuse: (person) => {
      say({ type: "refuse" }, person.key).catch(() => undefined);
      answer(person);
    },
    setMarks: (on) => setHandover((before) => ({ ...before, marks: on })),
  };
}
