import { Paperclip, SendHorizontal, X } from "lucide-react";
import { type KeyboardEvent, type SyntheticEvent, useEffect, useId, useRef, useState } from "react";
import { FileTrigger, Form, Label, TextArea, TextField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../../../sdk/index.ts";
import { chatGroups, fits, LONGEST_MESSAGE_BYTES } from "../../../state/chat.ts";
import { fileFits, LARGEST_FILE_WORDS } from "../../../state/files.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { ChatText } from "./ChatText.tsx";
import { FileCard } from "./FileCard.tsx";
import styles from "./ChatPanel.module.css";

export interface ChatPanelProps {
  readonly messages: readonly ChatMessage[];
  readonly onSend: (text: string) => void;
  /** Absent where no files can be sent. */
  readonly onSendFile?: ((file: Blob, name: string) => void) | undefined;
  readonly onClose: () => void;
}

/** Nearer to the end than this, in pixels, new messages are followed. */
const NEAR_END = 80;

/** What people write to each other: everybody in the call, and nobody who comes later. */
export function ChatPanel({ messages, onSend, onSendFile, onClose }: ChatPanelProps) {
  const { t } = useTranslation();
  const list = useFollowedEnd(messages.length);
  return (
    <aside className={styles.panel} aria-label={t("chat.title")} data-testid="chat-panel">
      <header className={styles.header}>
        <h2 className={styles.title}>{t("chat.title")}</h2>
        <IconButton
          look="plain"
          label={t("common.close")}
          icon={<X aria-hidden="true" />}
          onPress={onClose}
          data-testid="chat-close"
        />
      </header>
      <div
        className={styles.list}
        ref={list}
        role="log"
        aria-live="polite"
        aria-label={t("chat.title")}
        tabIndex={0}
      >
        <p className={styles.note}>{messages.length === 0 ? t("chat.empty") : t("chat.begins")}</p>
        {chatGroups(messages).map(({ id, name, mine, at, messages: together }) => (
          <section key={id} className={mine ? styles.mine : styles.theirs}>
            <h3 className={styles.from}>
              <bdi className={styles.name}>{mine ? t("chat.you") : name}</bdi> <Time at={at} />
            </h3>
            {together.map((message) => (
              <Message key={message.id} {...{ message, onSend, onSendFile }} />
            ))}
          </section>
        ))}
      </div>
      <Composer {...{ onSend, onSendFile }} />
    </aside>
  );
}

type MessageProps = Pick<ChatPanelProps, "onSend" | "onSendFile"> & { readonly message: ChatMessage };

function Message({ message, onSend, onSendFile }: MessageProps) {
  const { t } = useTranslation();
  const { text, file, failed, mine } = message;
  const retry = () => {
    if (file === undefined) onSend(text);
    else if (file.content !== undefined) onSendFile?.(file.content, file.name);
  };
  return (
    <div className={styles.message} data-testid="chat-message" data-mine={mine} data-failed={failed}>
      {file === undefined ? <ChatText text={text} /> : <FileCard file={file} mine={mine} />}
      {failed && mine ? (
        <p className={styles.failed}>
          {t("chat.failed")}{" "}
          <Button look="quiet" onPress={retry} data-testid="chat-retry">
            {t("chat.retry")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function Time({ at }: { readonly at: number }) {
  const { i18n } = useTranslation();
  const time = new Date(at);
  const words = new Intl.DateTimeFormat(i18n.language, { hour: "numeric", minute: "2-digit" }).format(time);
  return (
    <time className={styles.time} dateTime={time.toISOString()}>
      {words}
    </time>
  );
}

/** Enter sends, Shift and Enter begin a new line; while a character is being composed Enter ends that. */
function Composer({ onSend, onSendFile }: Pick<ChatPanelProps, "onSend" | "onSendFile">) {
  const { t, i18n } = useTranslation();
  const [fileTooLarge, setFileTooLarge] = useState<string>();
  const [text, setText] = useState("");
  const errorId = useId();
  const tooLong = !fits(text);

  const send = () => {
    if (text.trim() === "" || tooLong) return;
    onSend(text.trim());
    setText("");
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  const sendFiles = (files: readonly File[]) => {
    const wrong = files.find((file) => !fileFits(file.size));
    setFileTooLarge(wrong?.name);
    for (const file of files) if (fileFits(file.size)) onSendFile?.(file, file.name);
  };

  return (
    <Form onSubmit={submit} className={styles.composer ?? ""} data-files={onSendFile !== undefined}>
      {onSendFile === undefined ? null : (
        <FileTrigger
          allowsMultiple
          onSelect={(files) => {
            if (files !== null) sendFiles([...files]);
          }}
        >
          <IconButton
            look="plain"
            label={t("files.attach")}
            hint={t("files.attachHint", { size: LARGEST_FILE_WORDS })}
            icon={<Paperclip aria-hidden="true" />}
            data-testid="chat-attach"
          />
        </FileTrigger>
      )}
      <TextField value={text} onChange={setText} isInvalid={tooLong} className={styles.field ?? ""} autoFocus>
        <Label className={styles.hidden ?? ""}>{t("chat.label")}</Label>
        <TextArea
          className={styles.input ?? ""}
          placeholder={t("chat.placeholder")}
          rows={Math.min(5, text.split("\n").length)}
          onKeyDown={keyDown}
          aria-describedby={errorId}
          data-testid="chat-input"
        />
      </TextField>
      <IconButton
        look="active"
        label={t("chat.send")}
        icon={<SendHorizontal aria-hidden="true" />}
        onPress={send}
        isDisabled={text.trim() === "" || tooLong}
        data-testid="chat-send"
      />
      <p id={errorId} className={styles.tooLong} role="status">
        {tooLong
          ? t("chat.tooLong", {
              count: LONGEST_MESSAGE_BYTES,
              formatted: LONGEST_MESSAGE_BYTES.toLocaleString(i18n.language),
            })
          : null}
        {fileTooLarge === undefined ? null : (
          <span data-testid="file-too-large">
            {t("files.tooLarge", { name: fileTooLarge, size: LARGEST_FILE_WORDS })}
          </span>
        )}
      </p>
    </Form>
  );
}

/** Keeps the end of a list in view while the reader is there. */
function useFollowedEnd(length: number) {
  const list = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const look = () => {
      isNear.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    const element = list.current;
    if (element !== null && isNear.current) element.scrollTop = element.scrollHeight;
  }, [length]);
  return list;
}
