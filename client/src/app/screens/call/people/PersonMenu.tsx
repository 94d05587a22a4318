import {
  Crown,
  EllipsisVertical,
  type LucideIcon,
  Mic,
  MicOff,
  MonitorSmartphone,
  MonitorX,
  ShieldCheck,
  User,
  UserCheck,
  UserMinus,
  Users,
  VideoOff,
  Volume2,
} from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import menu from "../../../ui/MenuList.module.css";
import type { PersonDeed } from "../host/useHosting.tsx";

/** What can be done about a person, by the participant's key. */
export interface PersonActions {
  readonly verify: (participantKey: string) => void;
  readonly link: (participantKey: string) => void;
  /** How loud they are here. */
  readonly volume: (participantKey: string) => void;
  readonly ownDevices: () => void;
  /** What we may do about somebody as a host. */
  readonly deedsFor: (person: Person) => readonly PersonDeed[];
  readonly act: (person: Person, deed: PersonDeed) => void;
  /** Their place in the queue of raised hands, by the participant's key. */
  readonly handPlace: (participantKey: string) => number | undefined;
}

const deedItems = {
  mute: { icon: MicOff, text: "hosts.mute" },
  unmute: { icon: Mic, text: "hosts.askUnmute" },
  "stop-camera": { icon: VideoOff, text: "hosts.stopCamera" },
  "stop-screen": { icon: MonitorX, text: "hosts.stopScreen" },
  "make-host": { icon: Crown, text: "hosts.makeHost" },
  "make-cohost": { icon: Users, text: "hosts.makeCohost" },
  "make-guest": { icon: User, text: "hosts.makeGuest" },
  remove: { icon: UserMinus, text: "hosts.remove" },
} as const satisfies Record<PersonDeed, { icon: LucideIcon; text: string }>;

export interface PersonMenuProps {
  readonly person: Person;
  /** It is one's own: this device, or one that is linked with it. */
  readonly isOwn: boolean;
  readonly actions: PersonActions;
}

/** The menu beside a name. */
export function PersonMenu({ person, isOwn, actions }: PersonMenuProps) {
  const { t } = useTranslation();
  const { key, displayName: name, isSelf, verification, link, pairFingerprint } = person;
  // Another tab of this device: there is nothing to compare.
  const isThisDevice = isSelf || pairFingerprint === "";
  const verifyText = t(verification === "verified" ? "identity.verifiedItem" : "identity.verifyItem");
  const linkText = t(link === "linked" ? "identity.linkedItem" : "identity.linkItem");
  return (
    <MenuTrigger>
      <IconButton
        look="plain"
        label={isThisDevice ? t("identity.ownMenu") : t("identity.menu", { name })}
        icon={<EllipsisVertical size={20} aria-hidden="true" />}
        data-testid="person-menu"
      />
      <Popover className={menu.popover ?? ""} placement="bottom end">
        <Menu className={menu.menu ?? ""}>
          {isThisDevice ? (
            <Item
              id="own-devices"
              icon={<MonitorSmartphone size={20} />}
              text={t("identity.ownDevicesItem")}
              onAction={actions.ownDevices}
            />
          ) : null}
          {isThisDevice || isOwn ? null : (
            <Item
              id="verify"
              icon={<ShieldCheck size={20} />}
              text={verifyText}
              onAction={() => actions.verify(key)}
            />
          )}
          {isThisDevice ? null : (
            <Item
              id="link"
              icon={<UserCheck size={20} />}
              text={linkText}
              onAction={() => actions.link(key)}
            />
          )}
          {isThisDevice ? null : (
            <Item
              id="volume"
              icon={<Volume2 size={20} />}
              text={t("voices.item")}
              onAction={() => actions.volume(key)}
            />
          )}
          {actions.deedsFor(person).map((deed) => {
            const { icon: Icon, text } = deedItems[deed];
            return (
              <Item
                key={deed}
                id={deed}
                icon={<Icon size={20} />}
                text={t(text)}
                onAction={() => actions.act(person, deed)}
              />
            );
          })}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface ItemProps {
  readonly id: string;
  readonly icon: ReactNode;
  readonly text: string;
  readonly onAction: () => void;
}

function Item({ id, icon, text, onAction }: ItemProps) {
  return (
    <MenuItem
      id={id}
      className={menu.item ?? ""}
      textValue={text}
      onAction={onAction}
      data-testid={`person-menu-${id}`}
    >
      <span className={menu.icon} aria-hidden="true">
        {icon}
      </span>
      {text}
    </MenuItem>
  );
}
