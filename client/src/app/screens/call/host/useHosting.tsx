import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState, HostFacet, Person, Role } from "../../../../sdk/index.ts";
import { toast } from "../../../ui/toast.ts";
import { HostSheet } from "./HostSheet.tsx";
import { RemoveDialog } from "./RemoveDialog.tsx";

/** What a host can do about one person. */
export type PersonDeed =
  "mute" | "unmute" | "stop-camera" | "stop-screen" | "make-host" | "make-cohost" | "make-guest" | "remove";

export interface Hosting {
  /** What we may do about somebody, in the order of a menu. */
  readonly deedsFor: (person: Person) => readonly PersonDeed[];
  readonly act: (person: Person, deed: PersonDeed) => void;
  readonly openSettings: (() => void) | undefined;
  readonly admit: (id: string) => void;
  readonly refuse: (id: string) => void;
  readonly admitAll: () => void;
  /** The dialog that is open. */
  readonly element: ReactNode;
}

/** Everything that hosts do, with what they are asked before it, and what is said when it fails. */
export function useHosting(call: Call, state: CallState): Hosting {
  const { t } = useTranslation();
  const [open, setOpen] = useState<
    { readonly kind: "settings" } | { readonly kind: "remove"; readonly key: string }
  >();
  const { host } = call;
  const { policy, role = "guest", people } = state;
  const close = () => setOpen(undefined);
  useRequests(call);

  const attempt = (deed: (host: HostFacet) => Promise<void>) => {
    if (host === undefined) return;
    deed(host).catch(() => toast.error(t("hosts.failed")));
  };

  const act = ({ key }: Person, deed: PersonDeed) => {
    switch (deed) {
      case "mute":
      case "unmute":
      case "stop-camera":
      case "stop-screen":
        return attempt((facet) => facet.requestMute(key, deed));
      case "make-host":
      case "make-cohost":
      case "make-guest":
        return attempt((facet) => facet.setRole(key, deed.slice("make-".length) as Role));
      case "remove":
        return setOpen({ kind: "remove", key });
    }
  };

  const dialog = (): ReactNode => {
    if (open?.kind === "settings" && policy !== undefined) {
      return (
        <HostSheet
          policy={policy}
          role={role}
          peopleCount={people.length}
          onChange={(change) => attempt((facet) => facet.setPolicy(change))}
          onMuteAll={() => attempt((facet) => facet.requestMute("everybody", "mute"))}
          onEndForAll={() => attempt((facet) => facet.endForAll())}
          onClose={close}
        />
      );
    }
    const person = people.find(({ key }) => open?.kind === "remove" && key === open.key);
    if (person === undefined) return null;
    return (
      <RemoveDialog
        name={person.displayName}
        onRemove={(ban) => {
          close();
          attempt((facet) => facet.remove(person.key, { ban }));
        }}
        onClose={close}
      />
    );
  };

  return {
    deedsFor: (person) => deedsFor(role, person),
    act,
    openSettings: role === "guest" || policy === undefined ? undefined : () => setOpen({ kind: "settings" }),
    admit: (id) => attempt((facet) => facet.admit(id)),
    refuse: (id) => attempt((facet) => facet.refuse(id)),
    admitAll: () => attempt((facet) => facet.admitAll()),
    element: dialog(),
  };
}

/** Who was asked by a host is told by whom; who tried what they may not is named. */
function useRequests(call: Call): void {
  const { t } = useTranslation();
  useEffect(() => {
    const ends = [
      call.on("request", ({ kind, byName: name }) => {
        toast(t(`hosts.asked.${kind}`, { name }), { id: `asked-${kind}`, duration: 8_000 });
      }),
      call.on("notice", ({ code, params }) => {
        if (code !== "member/refused") return;
        const name = params["name"] ?? t("common.noName");
        toast.warning(t("hosts.refusedBy", { name }), { id: `${code} ${name}`, duration: 10_000 });
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [call, t]);
}

/** What somebody of this role may do about another; nothing about oneself. */
export function deedsFor(role: Role, person: Person): PersonDeed[] {
  if (role === "guest" || person.isSelf) return [];
  const deeds: PersonDeed[] = [person.microphone.on ? "mute" : "unmute"];
  if (person.camera.on) deeds.push("stop-camera");
  if (person.screen.on) deeds.push("stop-screen");
  if (role === "host") {
    if (person.role !== "host") deeds.push("make-host");
    if (person.role !== "cohost") deeds.push("make-cohost");
    if (person.role !== "guest") deeds.push("make-guest");
  }
  if (role === "host" || person.role !== "host") deeds.push("remove");
  return deeds;
}
