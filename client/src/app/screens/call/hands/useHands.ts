import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../../../sdk/index.ts";
import { useGathered } from "../../../hooks/useGathered.ts";
import { useNameList } from "../../../hooks/useNameList.ts";
import { drawable, handQueue, SPEAKING_LOWERS_MS } from "../../../state/hands.ts";
import { toast } from "../../../ui/toast.ts";

/** How long a reaction floats, ms. */
const REACTION_MS = 4_000;

export interface Reaction {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly emoji: string;
}

export interface Hands {
  /** Places in the queue of raised hands, by participant's key. */
  readonly queue: ReadonlyMap<string, number>;
  readonly isUp: boolean;
  readonly set: (up: boolean) => void;
  readonly react: (emoji: string) => void;
  /** Reactions that are on screen now. */
  readonly reactions: readonly Reaction[];
}

/** Raised hands and reactions. One's own hand goes down when one speaks, unless one wants it up. */
export function useHands(call: Call, { people }: CallState): Hands {
  const { t } = useTranslation();
  const self = people.find(({ isSelf }) => isSelf);
  const isUp = (self?.handSince ?? 0) > 0;
  const speaks = isUp && self?.speaking === true && self.microphone.on;
  /** The hand that was kept up on purpose stays. */
  const keptSince = useRef(0);

  useEffect(() => {
    if (!speaks || self.handSince === keptSince.current) return;
    const timer = setTimeout(() => {
      call.setHand(false);
      toast(t("hands.loweredForYou"), {
        id: "hand-lowered",
        duration: 8_000,
        action: {
          label: t("hands.keep"),
          onClick: () => {
            call.setHand(true);
            keptSince.current = call.state.people.find(({ isSelf }) => isSelf)?.handSince ?? 0;
          },
        },
      });
    }, SPEAKING_LOWERS_MS);
    return () => clearTimeout(timer);
  }, [speaks, self?.handSince, call, t]);

  useRaisedAnnouncements(people);
  return {
    queue: handQueue(people),
    isUp,
    set: (up) => call.setHand(up),
    react: (emoji) => {
      call.react(emoji).catch(() => undefined);
    },
    reactions: useReactions(call),
  };
}

/** Says whose hand goes up, not one's own; hands that go up together are one message. */
function useRaisedAnnouncements(people: CallState["people"]): void {
  const { t } = useTranslation();
  const inWords = useNameList();
  const gather = useGathered<string>((names) => {
    const said = t("hands.raisedBy", { count: names.length, names: inWords(names) });
    toast(said, { id: "hands-raised", duration: 5_000 });
  });
  const raised = useRef<ReadonlySet<string>>(undefined);
  useEffect(() => {
    const now = new Set(people.filter(({ handSince }) => handSince > 0).map(({ key }) => key));
    for (const { key, displayName: name, isSelf } of people) {
      const isNew = raised.current !== undefined && now.has(key) && !raised.current.has(key);
      if (isNew && !isSelf) gather(name);
    }
    raised.current = now;
  }, [people, gather]);
}

function useReactions(call: Call): readonly Reaction[] {
  const [reactions, setReactions] = useState<readonly Reaction[]>([]);
  const lastId = useRef(0);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const end = call.on("reaction", ({ key, emoji: sent }) => {
      const emoji = drawable(sent);
      const person = call.state.people.find((candidate) => candidate.key === key);
      if (emoji === undefined || person === undefined) return;
      const id = (lastId.current += 1);
      // A busy moment shows the newest.
      setReactions((shown) => [...shown, { id, key, name: person.displayName, emoji }].slice(-12));
      const timer = setTimeout(() => {
        timers.delete(timer);
        setReactions((shown) => shown.filter((reaction) => reaction.id !== id));
      }, REACTION_MS);
      timers.add(timer);
    });
    return () => {
      end();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [call]);
  return reactions;
}
