import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import type { OwnMediaControls } from "../../../hooks/useOwnMedia.ts";
import { openSmallWindow, smallWindowKind } from "../../../media/smallWindow.ts";
import type { TileView } from "../../../state/tiles.ts";
import { toast } from "../../../ui/toast.ts";
import { SmallCall } from "./SmallCall.tsx";

/** The call in a small window above all others. */
export interface PictureInPicture {
  readonly isPossible: boolean;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  /** Opens it, if it is not open and the browser lets it. */
  readonly enter: () => void;
  readonly element: ReactNode;
}

export interface PictureInPictureInput {
  /** Whoever stands for the call. */
  readonly tile: TileView | undefined;
  readonly own: OwnMediaControls;
  readonly onLeave: () => void;
}

/** Shows whoever speaks, mute and leave in a small window. The sound stays with the page. */
export function usePictureInPicture({ tile, own, onLeave }: PictureInPictureInput): PictureInPicture {
  const { t } = useTranslation();
  const [small, setSmall] = useState<Window>();
  const kind = smallWindowKind(window);

  useEffect(() => () => small?.close(), [small]);

  const open = async () => {
    if (kind === "video") {
      const picture = tile === undefined ? null : videoOf(tile.key);
      await picture?.requestPictureInPicture();
      return;
    }
    const opened = await openSmallWindow(window);
    opened.document.title = t("stage.pip.title");
    opened.addEventListener("pagehide", () => setSmall(undefined), { once: true });
    setSmall(opened);
  };
  const enter = () => {
    // By itself, without a press, the browser may refuse: nobody asked for it.
    if (small === undefined && kind === "document") open().catch(() => undefined);
  };
  const toggle = () => {
    if (small !== undefined) small.close();
    else if (document.pictureInPictureElement !== null) void document.exitPictureInPicture();
    else open().catch(() => toast.warning(t("stage.pip.failed")));
  };
  return {
    isPossible: kind !== "none",
    isOpen: small !== undefined,
    toggle,
    enter,
    element:
      small === undefined
        ? null
        : createPortal(
            <SmallCall {...{ tile, own, onLeave }} onBack={() => small.close()} />,
            small.document.body,
          ),
  };
}

/** The picture that is on the page already. */
function videoOf(key: string): HTMLVideoElement | null {
  return document.querySelector(`[data-testid="tile"][data-key="${CSS.escape(key)}"] video`);
}
