import { Hand, Mic, MicOff, MonitorSmartphone, Video, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { usePicture } from "../../../hooks/usePicture.ts";
import { initials, tintOf } from "../../../state/avatar.ts";
import type { PersonGroup } from "../../../state/persons.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { IdentityMark } from "./IdentityMark.tsx";
import { type PersonActions, PersonMenu } from "./PersonMenu.tsx";
import styles from "./PersonRow.module.css";

export interface PersonRowProps {
  readonly person: PersonGroup;
  readonly actions: PersonActions;
}

/** One person: a line, and for each device a line below if there are several. */
export function PersonRow({ person, actions }: PersonRowProps) {
  const { t } = useTranslation();
  const { head, devices, deviceCount, isSelf } = person;
  const picture = usePicture(head.key);
  const avatar = (
    <Avatar
      {...{ initials: initials(head.displayName), tint: tintOf(head.deviceFingerprint), picture }}
      size="row"
    />
  );
  const name = isSelf ? t("common.named", { name: head.displayName }) : head.displayName;
  if (devices.length === 1) {
    return (
      <DeviceLine person={head} isOwn={isSelf} actions={actions} icon={avatar} name={name}>
        <IdentityMark person={head} />
      </DeviceLine>
    );
  }
  const count =
    deviceCount === 1
      ? t("identity.windows", { count: devices.length })
      : t("identity.devices", { count: deviceCount });
  return (
    <li className={styles.group} data-testid="person-group" data-devices={deviceCount}>
      <div className={styles.line}>
        {avatar}
        <div className={styles.who}>
          <span className={styles.name}>{name}</span>
          <span className={styles.count}>{count}</span>
        </div>
      </div>
      <ul className={styles.devices}>
        {devices.map((device) => (
          <DeviceLine
            key={device.key}
            person={device}
            isOwn={isSelf}
            actions={actions}
            icon={<MonitorSmartphone className={styles.device} size={20} aria-hidden="true" />}
            name={device.displayName}
          >
            {device.isSelf ? (
              <span className={styles.count}>{t("identity.thisDevice")}</span>
            ) : (
              <IdentityMark person={device} />
            )}
          </DeviceLine>
        ))}
      </ul>
    </li>
  );
}

interface DeviceLineProps {
  readonly person: Person;
  readonly isOwn: boolean;
  readonly actions: PersonActions;
  readonly icon: ReactNode;
  readonly name: string;
  /** What is to be said of it, below the name. */
  readonly children: ReactNode;
}

function DeviceLine({ person, isOwn, actions, icon, name, children }: DeviceLineProps) {
  const { t } = useTranslation();
  const { key, displayName, isSelf, microphone, camera, verification, role } = person;
  const place = actions.handPlace(key);
  return (
    <li
      className={styles.line}
      data-testid="person"
      data-key={key}
      data-name={displayName}
      data-self={isSelf}
      data-verification={verification}
    >
      {icon}
      <div className={styles.who}>
        <span className={styles.name}>{name}</span>
        {role === "guest" ? null : (
          <span className={styles.count} data-testid="person-role" data-role={role}>
            {t(`hosts.roles.${role}`)}
          </span>
        )}
        {children}
      </div>
      <span className={styles.media}>
        {place === undefined ? null : (
          <span className={styles.hand} data-testid="person-hand" data-place={place}>
            <Hand size={18} role="img" aria-label={t("hands.raised", { place })} />
          </span>
        )}
        {microphone.on ? (
          <Mic size={18} role="img" aria-label={t("people.micOn")} />
        ) : (
          <MicOff className={styles.off} size={18} role="img" aria-label={t("people.micOff")} />
        )}
        {camera.on ? (
          <Video size={18} role="img" aria-label={t("people.cameraOn")} />
        ) : (
          <VideoOff className={styles.off} size={18} role="img" aria-label={t("people.cameraOff")} />
        )}
      </span>
      <PersonMenu person={person} isOwn={isOwn} actions={actions} />
    </li>
  );
}
