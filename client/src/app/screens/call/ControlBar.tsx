import {
  Ellipsis,
  Keyboard,
  Link,
  Lock,
  Mic,
  MicOff,
  PhoneOff,
  Settings,
  Users,
  Video,
  VideoOff,
} from "lucide-react";
import type { ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { OwnMediaControls } from "../../hooks/useOwnMedia.ts";
import { useShortcutHint } from "../../hooks/useShortcutHint.ts";
import { IconButton, IconToggle } from "../../ui/IconButton.tsx";
import menu from "../../ui/MenuList.module.css";
import styles from "./ControlBar.module.css";

/** Dialogs that the bar opens. */
export type OpenSheet = "encryption" | "devices" | "shortcuts";

export interface ControlBarProps {
  readonly own: OwnMediaControls;
  readonly peopleOpen: boolean;
  readonly peopleCount: number;
  readonly shortcutsOn: boolean;
  readonly onPeople: (open: boolean) => void;
  readonly onOpenSheet: (sheet: OpenSheet) => void;
  readonly onCopyLink: () => void;
  readonly onLeave: () => void;
}

/** The bar below the call. It never hides. */
export function ControlBar(props: ControlBarProps) {
  const { own, peopleOpen, peopleCount, shortcutsOn, onPeople, onOpenSheet, onCopyLink, onLeave } = props;
  const { t } = useTranslation();
  const hint = useShortcutHint(shortcutsOn);
  return (
    <footer>
      <div className={styles.bar} role="group" aria-label={t("call.controls")}>
        <IconToggle
          label={t("devices.microphone")}
          hint={hint(own.microphoneOn ? t("call.micOff") : t("call.micOn"), "microphone")}
          icon={own.microphoneOn ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
          isSelected={own.microphoneOn}
          off={!own.microphoneOn}
          onChange={(on) => own.set("microphone", on)}
          data-testid="mic-toggle"
        />
        <IconToggle
          label={t("devices.camera")}
          hint={hint(own.cameraOn ? t("call.cameraOff") : t("call.cameraOn"), "camera")}
          icon={own.cameraOn ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
          isSelected={own.cameraOn}
          off={!own.cameraOn}
          onChange={(on) => own.set("camera", on)}
          data-testid="camera-toggle"
        />
        <span className={styles.counted}>
          <IconToggle
            label={t("people.count", { count: peopleCount })}
            hint={hint(t("call.people"), "people")}
            icon={<Users aria-hidden="true" />}
            look={peopleOpen ? "active" : "filled"}
            isSelected={peopleOpen}
            onChange={onPeople}
            data-testid="people-toggle"
          />
          {peopleCount === 0 ? null : (
            <span className={styles.count} aria-hidden="true">
              {peopleCount}
            </span>
          )}
        </span>
        <IconButton
          label={t("link.copy")}
          icon={<Link aria-hidden="true" />}
          onPress={onCopyLink}
          data-testid="copy-link"
        />
        <MenuTrigger>
          <IconButton
            label={t("call.more")}
            icon={<Ellipsis aria-hidden="true" />}
            data-testid="more-button"
          />
          <Popover className={menu.popover ?? ""} placement="top">
            <Menu className={menu.menu ?? ""} onAction={(key) => onOpenSheet(key as OpenSheet)}>
              <Item id="devices" icon={<Settings size={20} />} text={t("more.devices")} />
              <Item id="encryption" icon={<Lock size={20} />} text={t("more.encryption")} />
              <Item id="shortcuts" icon={<Keyboard size={20} />} text={t("more.shortcuts")} />
            </Menu>
          </Popover>
        </MenuTrigger>
        <span className={styles.leave}>
          <IconButton
            look="danger"
            label={t("call.leave")}
            icon={<PhoneOff aria-hidden="true" />}
            onPress={onLeave}
            data-testid="leave-button"
          />
        </span>
      </div>
    </footer>
  );
}

function Item({
  id,
  icon,
  text,
}: {
  readonly id: OpenSheet;
  readonly icon: ReactNode;
  readonly text: string;
}) {
  return (
    <MenuItem id={id} className={menu.item ?? ""} textValue={text} data-testid={`more-${id}`}>
      <span className={menu.icon} aria-hidden="true">
        {icon}
      </span>
      {text}
    </MenuItem>
  );
}
