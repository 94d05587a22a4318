import { Toaster } from "sonner";
import "sonner/dist/styles.css";

export interface ToastsProps {
  readonly className: string;
}

/** Where messages appear: above the control bar. */
export function Toasts({ className }: ToastsProps) {
  return (
    <Toaster
      className={className}
      position="bottom-center"
      offset="6rem"
      mobileOffset="5.5rem"
      expand
      gap={8}
    />
  );
}
