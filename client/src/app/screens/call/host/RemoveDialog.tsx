import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import styles from "./Host.module.css";

export interface RemoveDialogProps {
  readonly name: string;
  readonly onRemove: (ban: boolean) => void;
  readonly onClose: () => void;
}

/** Asks once before somebody is removed. */
export function RemoveDialog({ name, onRemove, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  const [ban, setBan] = useState(false);
  return (
    <Sheet title={t("hosts.removeTitle", { name })} isOpen onClose={onClose} testId="remove-dialog">
      <div className={styles.body}>
        <p>{t("hosts.removeText", { name })}</p>
        <Switch label={t("hosts.removeBan")} isSelected={ban} onChange={setBan} testId="remove-ban" />
        <div className={styles.actions}>
          <Button onPress={onClose}>{t("hosts.cancel")}</Button>
          <Button look="danger" onPress={() => onRemove(ban)} data-testid="remove-now">
            {t("hosts.removeNow")}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
