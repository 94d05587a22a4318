import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../../../sdk/index.ts";
import { toast } from "../../../ui/toast.ts";
import { deedsFor } from "../host/useHosting.tsx";
import { LinkDialog } from "./LinkDialog.tsx";
import { OwnDevices } from "./OwnDevices.tsx";
import { VerifyDialog } from "./VerifyDialog.tsx";

type OpenDialog =
  | { readonly kind: "verify"; readonly key: string }
  | { readonly kind: "link"; readonly key: string }
  | { readonly kind: "own" };

/** Opens the dialogs about identities, by a participant's key. */
export interface IdentityDialogs {
  readonly verify: (participantKey: string) => void;
  readonly link: (participantKey: string) => void;
  readonly ownDevices: () => void;
  /** The dialog that is open. */
  readonly element: ReactNode;
}

/** The dialogs about who somebody is. One whose person leaves the call closes. */
export function useIdentityDialogs(
  { identity, host }: Call,
  { people, linkedDevices, role = "guest" }: CallState,
  onLeaveForNew: () => void,
): IdentityDialogs {
  const { t } = useTranslation();
  const [open, setOpen] = useState<OpenDialog>();
  const close = () => setOpen(undefined);

  const attempt = (done: Promise<void> | undefined) => {
    done?.catch((error: unknown) => {
      const isFull = (error as { code?: unknown }).code === "identity/too-many-devices";
      toast.error(t(isFull ? "identity.tooMany" : "identity.failed"));
    });
  };

  const dialog = (): ReactNode => {
    if (open === undefined) return null;
    if (open.kind === "own") {
      return (
        <OwnDevices
          devices={linkedDevices}
          onUnlink={(device) => attempt(identity?.unlinkDevice(device))}
          onClose={close}
        />
      );
    }
    const person = people.find(({ key }) => key === open.key);
    if (person === undefined) return null;
    if (open.kind === "verify") {
      return (
        <VerifyDialog
          person={person}
          onVerified={(on) => attempt(identity?.markVerified(person.key, on))}
          onRemove={
            host !== undefined && deedsFor(role, person).includes("remove")
              ? () => {
                  close();
                  attempt(host.remove(person.key, { ban: true }));
                }
              : undefined
          }
          onLeaveForNew={onLeaveForNew}
          onClose={close}
        />
      );
    }
    return (
      <LinkDialog
        person={person}
        ownName={people.find(({ isSelf }) => isSelf)?.displayName ?? ""}
        onLink={(on) => attempt(identity?.linkDevice(person.key, on))}
        onClose={close}
      />
    );
  };

  return {
    verify: (key) => setOpen({ kind: "verify", key }),
    link: (key) => setOpen({ kind: "link", key }),
    ownDevices: () => setOpen({ kind: "own" }),
    element: dialog(),
  };
}
