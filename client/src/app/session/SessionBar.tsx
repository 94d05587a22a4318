import {
  Eraser,
  Hand,
  LogOut,
  Maximize,
  Minimize,
  MonitorUp,
  MonitorX,
  MousePointer2,
  PenLine,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button, ToggleButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Tool } from "./marks/MarksLayer.tsx";
import styles from "./SessionBar.module.css";
import type { Handover } from "./state/handover.ts";

export interface SessionBarProps {
  readonly tool: Tool;
  readonly isSharing: boolean;
  readonly mayPresent: boolean;
  readonly presents: boolean;
  readonly mayEnd: boolean;
  readonly isFullScreen: boolean;
  /** Whether there is a picture to point at, and whether that is allowed. */
  readonly hasMarks: boolean;
  readonly marksAllowed: boolean;
  readonly isOwnScreen: boolean;
  readonly canAsk: boolean;
  readonly own: Handover["own"];
  readonly onTool: (tool: Tool) => void;
  readonly onWipe: () => void;
  readonly onShare: () => void;
  readonly onAsk: () => void;
  readonly onFullScreen: () => void;
  readonly onPeople: () => void;
  readonly onLeave: () => void;
  readonly onEndForAll: () => void;
}

/** What can be done in a session, each with a word where there is room. */
export function SessionBar(props: SessionBarProps) {
  const { tool, isSharing, mayPresent, mayEnd, isFullScreen, hasMarks, marksAllowed, canAsk, own } = props;
  const { t } = useTranslation();
  const canMark = hasMarks && marksAllowed;
  const toggle = (wanted: Tool) => props.onTool(tool === wanted ? "none" : wanted);
  return (
    <footer className={styles.bar} data-testid="session-bar">
      {hasMarks && !marksAllowed ? <p className={styles.note}>{t("session.marksOff")}</p> : null}
      <div className={styles.buttons}>
        {canMark ? (
          <>
            <Tooling
              icon={<MousePointer2 aria-hidden="true" />}
              word={t("session.point")}
              isOn={tool === "point"}
              onPress={() => toggle("point")}
              testId="tool-point"
            />
            <Tooling
              icon={<PenLine aria-hidden="true" />}
              word={t("session.draw")}
              isOn={tool === "draw"}
              onPress={() => toggle("draw")}
              testId="tool-draw"
            />
            <Act
              icon={<Eraser aria-hidden="true" />}
              word={props.isOwnScreen ? t("session.wipeAll") : t("session.wipe")}
              isQuiet
              onPress={props.onWipe}
              testId="tool-wipe"
            />
          </>
        ) : null}
        {mayPresent ? (
          <Act
            icon={isSharing ? <MonitorX aria-hidden="true" /> : <MonitorUp aria-hidden="true" />}
            word={isSharing ? t("screen.stopShort") : t("screen.share")}
            onPress={props.onShare}
            testId="session-share"
          />
        ) : null}
        {canAsk ? (
          <Act
            icon={<Hand aria-hidden="true" />}
            word={own === "asked" ? t("session.asked") : t("session.ask")}
            isDisabled={own === "asked"}
            onPress={props.onAsk}
            testId="session-ask"
          />
        ) : null}
        <Act
          icon={isFullScreen ? <Minimize aria-hidden="true" /> : <Maximize aria-hidden="true" />}
          word={isFullScreen ? t("screen.leaveFullScreen") : t("screen.fullScreen")}
          isQuiet
          onPress={props.onFullScreen}
          testId="session-full-screen"
        />
        <Act
          icon={<Users aria-hidden="true" />}
          word={props.presents ? t("session.settings") : t("session.people")}
          isQuiet
          onPress={props.onPeople}
          testId="session-people"
        />
        <Act
          icon={<LogOut aria-hidden="true" />}
          word={mayEnd ? t("session.end") : t("session.leave")}
          look="danger"
          onPress={mayEnd ? props.onEndForAll : props.onLeave}
          testId={mayEnd ? "session-end" : "session-leave"}
        />
      </div>
    </footer>
  );
}

interface ActProps {
  readonly icon: ReactNode;
  readonly word: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  /** Its sign says enough where there is little room. */
  readonly isQuiet?: boolean;
  readonly look?: "danger";
  readonly testId: string;
}

function Act({ icon, word, onPress, isDisabled = false, isQuiet = false, look, testId }: ActProps) {
  return (
    <Button
      className={`${styles.button} ${look === undefined ? "" : styles[look]}`}
      onPress={onPress}
      isDisabled={isDisabled}
      data-quiet={isQuiet}
      data-testid={testId}
    >
      {icon}
      <span className={styles.word}>{word}</span>
    </Button>
  );
}

function Tooling({
  icon,
  word,
  isOn,
  onPress,
  testId,
}: Pick<ActProps, "icon" | "word" | "onPress" | "testId"> & { readonly isOn: boolean }) {
  return (
    <ToggleButton className={styles.button ?? ""} isSelected={isOn} onChange={onPress} data-testid={testId}>
      {icon}
      <span className={styles.word}>{word}</span>
    </ToggleButton>
  );
}
