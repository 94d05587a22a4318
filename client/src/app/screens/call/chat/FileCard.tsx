import { Download, File } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChatFile } from "../../../../sdk/index.ts";
import { saveBlob } from "../../../media/saveBlob.ts";
import { sizeWords } from "../../../state/files.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./FileCard.module.css";

/** A file in the chat: its name and size, how far it is, and a way to save it. It is never opened here. */
export function FileCard({ file, mine }: { readonly file: ChatFile; readonly mine: boolean }) {
  const { t, i18n } = useTranslation();
  const { name, size, done, state, content } = file;
  return (
    <div className={styles.file} data-testid="chat-file" data-state={state}>
      <File size={22} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <bdi className={styles.name}>{name}</bdi>
        <span className={styles.size}>{sizeWords(size, i18n.language)}</span>
      </div>
      {state === "moving" ? (
        <progress
          className={styles.progress}
          max={size}
          value={done}
          aria-label={t(mine ? "files.sending" : "files.coming", { name })}
        />
      ) : null}
      {state === "failed" && !mine ? <p className={styles.failed}>{t("files.failed")}</p> : null}
      {state === "here" && !mine && content !== undefined ? (
        <Button
          icon={<Download size={18} aria-hidden="true" />}
          aria-label={t("files.saveNamed", { name })}
          onPress={() => saveBlob(content, name)}
          data-testid="file-save"
        >
          {t("files.save")}
        </Button>
      ) : null}
    </div>
  );
}
