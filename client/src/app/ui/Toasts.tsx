import { Toaster } from "sonner";
import "sonner/dist/styles.css";

export interface ToastsProps {
  readonly className: string;
}

/** Where messages appear: above the control bar, beside what is in its middle. */
export function Toasts({ className }: ToastsProps) {
  return (
    <Toaster
      className={className}
      position="bottom-left"
      offset={{ bottom: "6.5rem", left: "1.25rem" }}
      mobileOffset="5.5rem"
      expand
      gap={8}
    />
  );
}
