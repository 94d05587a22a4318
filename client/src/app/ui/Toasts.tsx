import { useTranslation } from "react-i18next";
import { Toaster } from "sonner";
import "sonner/dist/styles.css";

export interface ToastsProps {
  readonly className: string;
}

/** Kept free for the button at the end of a call's header. */
const END = "4.25rem";

/**
 * Where messages appear: in a call's header, where nothing else is; on phones below it. Names, at the lower edge of
 * each picture, and the control bar stay free.
 */
export function Toasts({ className }: ToastsProps) {
  const { i18n } = useTranslation();
  const isRtl = document.documentElement.dir === "rtl" || i18n.dir() === "rtl";
  return (
    <Toaster
      className={className}
      dir={isRtl ? "rtl" : "ltr"}
      position={isRtl ? "top-left" : "top-right"}
      offset={{ top: "0.25rem", [isRtl ? "left" : "right"]: END }}
      mobileOffset={{ top: "3.75rem" }}
      expand
      gap={8}
    />
  );
}
