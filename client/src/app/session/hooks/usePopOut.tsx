import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { openOwnWindow } from "../../media/smallWindow.ts";
import type { ShareView } from "../../state/tiles.ts";
import { toast } from "../../ui/toast.ts";
import { OwnWindow } from "../OwnWindow.tsx";

/** What the window begins with, CSS pixels; people make it as large as they like. */
const SIZE = { width: 960, height: 540 };

/** The watched picture in a window of its own. */
export interface PopOut {
  readonly isOpen: boolean;
  /** Undefined where the browser gives no windows, as on phones. */
  readonly open: (() => void) | undefined;
  readonly close: () => void;
  /** What is drawn in that window. */
  readonly element: ReactNode;
}

/** Lets the picture be taken out, with what lies over it; it comes back when its window is closed or the picture ends. */
export function usePopOut(share: ShareView | undefined, overlay: ReactNode): PopOut {
  const { t } = useTranslation();
  const [own, setOwn] = useState<Window>();
  const isShared = share !== undefined;
  useEffect(() => () => own?.close(), [own]);
  useEffect(() => {
    if (!isShared) own?.close();
  }, [isShared, own]);
  const open = () => {
    openOwnWindow(window, SIZE).then(
      (opened) => {
        opened.document.title = t("session.title");
        opened.addEventListener("pagehide", () => setOwn(undefined), { once: true });
        setOwn(opened);
      },
      () => toast.warning(t("session.popFailed")),
    );
  };
  return {
    isOpen: own !== undefined,
    open: matchMedia("(pointer: fine)").matches ? open : undefined,
    close: () => own?.close(),
    element:
      own === undefined || share === undefined
        ? null
        : createPortal(<OwnWindow share={share} overlay={overlay} />, own.document.body),
  };
}
