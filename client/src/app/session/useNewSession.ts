import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type CapturedDisplay, captureDisplay } from "../../sdk/screen/index.ts";
import { copyText } from "../hooks/copyText.ts";
import { appAddress, goTo } from "../hooks/useRoute.ts";
import { canCapture } from "../hooks/useScreenShare.ts";
import { useServices } from "../services.ts";
import { loadChoices } from "../state/choices.ts";
import { newRoom } from "../state/linkInput.ts";
import { toast } from "../ui/toast.ts";
import { sessionLink } from "./state/links.ts";

/** 32 random bytes make a session that nobody can guess. */
const SECRET_BYTES = 32;

/** A session that was begun here. */
export interface NewSession {
  readonly link: string;
  /** "" for none. */
  readonly password: string;
  readonly captured: CapturedDisplay;
}

/** Begins a session: one click, the browser's own choice of what to share, and the viewers' link is copied. */
export function useNewSession(): {
  readonly own: NewSession | undefined;
  /** With a password, unless it is empty. Undefined where the browser cannot share. */
  readonly start: ((password: string) => void) | undefined;
} {
  const { t } = useTranslation();
  const { storage } = useServices();
  const [own, setOwn] = useState<NewSession>();
  /** Kept for another try, because it has been copied. */
  const prepared = useRef<{ readonly link: string; readonly password: string }>(undefined);
  const start = (password: string) => {
    if (prepared.current?.password !== password) {
      const random = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
      prepared.current = { link: newRoom(appAddress(), random, password), password };
    }
    const { link } = prepared.current;
    const viewerLink = sessionLink(link, "watch");
    // In the click itself: after the choice of a screen browsers let no page copy any more.
    const copied = copyText(viewerLink);
    const { shareSound, shareMotion } = loadChoices(storage);
    captureDisplay(shareSound, shareMotion).then(
      async (captured) => {
        prepared.current = undefined;
        setOwn({ link, password, captured });
        goTo(new URL(sessionLink(link, "present")).hash);
        if (await copied) toast.success(t("link.copied"));
        else toast(t("link.copyFailed"), { description: viewerLink, duration: 20_000 });
      },
      (error: unknown) => {
        // The person changed their mind in the browser's own dialog.
        if (error instanceof DOMException && error.name === "NotAllowedError") return;
        toast.error(t("screen.failed"), { id: "screen-failed", duration: 8000 });
      },
    );
  };
  return { own, start: canCapture() ? start : undefined };
}
