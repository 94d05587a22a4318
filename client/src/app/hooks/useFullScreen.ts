import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "../ui/toast.ts";

function subscribe(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}

/** The whole page in full screen, so that menus and messages stay to be seen; and how to change that. */
export function useFullScreen(): readonly [boolean, () => void] {
  const { t } = useTranslation();
  const isFull = useSyncExternalStore(
    subscribe,
    () => document.fullscreenElement !== null,
    () => false,
  );
  const toggle = () => {
    const root = document.documentElement;
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    // iPhones give full screen to videos alone.
    else if (!("requestFullscreen" in root)) toast(t("stage.fullScreenFailed"));
    else root.requestFullscreen().catch(() => toast(t("stage.fullScreenFailed")));
  };
  return [isFull, toggle];
}
