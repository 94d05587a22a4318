import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../sdk/index.ts";
import { useServices } from "../services.ts";
import { excerpt, messagesAfter } from "../state/chat.ts";
import { toast } from "../ui/toast.ts";
import { useGathered } from "./useGathered.ts";
import { useNameList } from "./useNameList.ts";

/** Says what is written while the chat is closed; several messages in one moment are counted. */
export function useChatNews(messages: readonly ChatMessage[], isOpen: boolean, onOpen: () => void): void {
  const { t } = useTranslation();
  const { embedding } = useServices();
  const inWords = useNameList();
  const isSilent = isOpen || embedding?.hides("chat") === true;

  const gather = useGathered<ChatMessage>((news) => {
    const [first] = news;
    if (isSilent || first === undefined) return;
    const names = inWords([...new Set(news.map(({ name }) => name))]);
    const said =
      news.length === 1
        ? t("chat.from", { name: first.name, text: excerpt(first.file?.name ?? first.text) })
        : t("chat.several", { count: news.length, names });
    toast(said, { id: "chat-news", duration: 6_000, action: { label: t("chat.show"), onClick: onOpen } });
  });

  const lastId = useRef(messages.at(-1)?.id);
  useEffect(() => {
    const news = messagesAfter(messages, lastId.current);
    lastId.current = messages.at(-1)?.id;
    for (const message of news) if (!message.mine) gather(message);
  }, [messages, gather]);
}
