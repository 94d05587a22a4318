import { SmilePlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../../sdk/index.ts";
import { useChatNews } from "../../hooks/useChatNews.ts";
import { unreadOf } from "../../state/chat.ts";
import { Sheet } from "../../ui/Sheet.tsx";
import type { Volumes } from "../../hooks/useVolumes.ts";
import type { BarItem } from "./bar/BarButton.tsx";
import type { Panel } from "./bar/useBarItems.tsx";
import { ChatPanel } from "./chat/ChatPanel.tsx";
import { Reactions } from "./hands/Reactions.tsx";
import { ReactChoice } from "./hands/ReactMenu.tsx";
import { type Hands, useHands } from "./hands/useHands.ts";
import { useHosting } from "./host/useHosting.tsx";
import { WaitingCards } from "./host/WaitingCards.tsx";
import type { useIdentityDialogs } from "./identity/useIdentityDialogs.tsx";
import { useVoiceVolume } from "./people/useVoiceVolume.tsx";
import { PeoplePanel } from "./PeoplePanel.tsx";

/** People, chat, hands and what hosts do: everything between the people of a call. */
export interface Panels {
  readonly open: Panel | undefined;
  readonly setOpen: (panel: Panel | undefined) => void;
  readonly hasChat: boolean;
  readonly unread: number;
  readonly hands: Hands;
  readonly reactItem: BarItem;
  /** The open panel. */
  readonly element: ReactNode;
  /** Who waits to be let in. */
  readonly waiting: ReactNode;
  readonly overStage: ReactNode;
  readonly dialogs: ReactNode;
}

export interface PanelsInput {
  readonly call: Call;
  readonly state: CallState;
  readonly identity: ReturnType<typeof useIdentityDialogs>;
  readonly volumes: Volumes;
}

/** The panels of a call; at most one is open. */
export function usePanels({ call, state, identity, volumes }: PanelsInput): Panels {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Panel>();
  const [reacting, setReacting] = useState(false);
  const [lastSeen, setLastSeen] = useState<string>();
  const hands = useHands(call, state);
  const hosting = useHosting(call, state);
  const { people, chat: messages, waiting } = state;
  const { chat } = call;
  const voice = useVoiceVolume(people, volumes);

  useChatNews(messages, open === "chat", () => setOpen("chat"));

  // Read while the chat is open, and nothing is unread of before one came.
  const newest = messages.at(-1)?.id;
  if (open === "chat" && newest !== lastSeen) setLastSeen(newest);

  const close = () => setOpen(undefined);
  const panel = (): ReactNode => {
    switch (open) {
      case undefined:
        return null;
      case "people":
        return (
          <PeoplePanel
            people={people}
            actions={{
              ...identity,
              volume: voice.open,
              deedsFor: hosting.deedsFor,
              act: hosting.act,
              handPlace: (key) => hands.queue.get(key),
            }}
            hands={hands.queue}
            onHostSettings={hosting.openSettings}
            onClose={close}
          />
        );
      case "chat":
        return (
          <ChatPanel
            messages={messages}
            onSend={(text) => void chat?.send(text).catch(() => undefined)}
            onSendFile={
              chat?.sendFile && ((file, name) => void chat.sendFile?.(file, name).catch(() => undefined))
            }
            onClose={close}
          />
        );
    }
  };
  return {
    open,
    setOpen,
    hasChat: chat !== undefined,
    unread: open === "chat" ? 0 : unreadOf(messages, lastSeen),
    hands,
    reactItem: {
      slot: "react",
      kind: "popover",
      label: t("hands.react"),
      caption: t("hands.react"),
      hint: t("hands.react"),
      icon: <SmilePlus />,
      testId: "react-button",
      content: <ReactChoice onReact={hands.react} />,
      onOverflow: () => setReacting(true),
    },
    element: panel(),
    waiting: (
      <WaitingCards
        waiting={waiting}
        onAdmit={hosting.admit}
        onRefuse={hosting.refuse}
        onAdmitAll={hosting.admitAll}
      />
    ),
    overStage: <Reactions reactions={hands.reactions} />,
    dialogs: (
      <>
        {hosting.element}
        {voice.element}
        <Sheet title={t("hands.react")} isOpen={reacting} onClose={() => setReacting(false)}>
          <ReactChoice onReact={hands.react} />
        </Sheet>
      </>
    ),
  };
}
