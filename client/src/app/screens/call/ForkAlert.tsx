import { ShieldAlert } from "lucide-react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { CallState } from "../../../sdk/index.ts";
import { Button } from "../../ui/Button.tsx";
import sheet from "../../ui/Sheet.module.css";
import styles from "./ForkAlert.module.css";

export interface ForkAlertProps {
  readonly state: Pick<CallState, "integrity" | "forkedWith">;
  readonly onLeave: () => void;
  readonly onRejoin: () => void;
}

/** Says that the call was split, and lets nobody go on in it: there is no way to close it but to leave. */
export function ForkAlert(props: ForkAlertProps) {
  return (
    <ModalOverlay
      className={sheet.overlay ?? ""}
      isOpen={props.state.integrity === "forked"}
      isKeyboardDismissDisabled
    >
      <Modal className={sheet.modal ?? ""}>
        <Dialog role="alertdialog" className={sheet.dialog ?? ""} data-testid="fork-alert">
          <ForkAlertContent {...props} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What stands in the alert. */
export function ForkAlertContent({ state, onLeave, onRejoin }: ForkAlertProps) {
  const { t } = useTranslation();
  const { forkedWith: name } = state;
  return (
    <>
      <header className={sheet.header}>
        <Heading slot="title" className={`${sheet.title ?? ""} ${styles.title ?? ""}`}>
          <ShieldAlert size={28} aria-hidden="true" /> {t("fork.title")}
        </Heading>
      </header>
      <div className={`${sheet.body ?? ""} ${styles.body ?? ""}`}>
        <p>{name === undefined ? t("fork.text") : t("fork.textWithName", { name })}</p>
        <p>{t("fork.stopped")}</p>
        <p>{t("fork.advice")}</p>
        <div className={styles.actions}>
          <Button onPress={onRejoin} data-testid="fork-rejoin">
            {t("fork.rejoin")}
          </Button>
          <Button look="danger" onPress={onLeave} autoFocus data-testid="fork-leave">
            {t("fork.leave")}
          </Button>
        </div>
      </div>
    </>
  );
}
