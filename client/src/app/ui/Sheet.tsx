import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { IconButton } from "./IconButton.tsx";
import styles from "./Sheet.module.css";

export interface SheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly testId?: string;
  /** For tables. */
  readonly isWide?: boolean;
}

/** A dialog: in the middle of a large screen, rising from the lower edge of a small one. Escape closes it. */
export function Sheet({ title, isOpen, onClose, children, testId, isWide = false }: SheetProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`${styles.modal} ${isWide ? styles.wide : ""}`}>
        <Dialog className={styles.dialog ?? ""} data-testid={testId}>
          <header className={styles.header}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <IconButton
              look="plain"
              label={t("common.close")}
              icon={<X aria-hidden="true" />}
              onPress={onClose}
              data-testid="sheet-close"
            />
          </header>
          <div className={styles.body}>{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
