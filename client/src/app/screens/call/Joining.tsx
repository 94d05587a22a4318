import { useTranslation } from "react-i18next";
import type { CallPhase, LobbyState } from "../../../sdk/index.ts";
import { Mark } from "../../ui/Mark.tsx";
import { TrackVideo } from "../../ui/TrackVideo.tsx";
import styles from "./Joining.module.css";

export interface JoiningProps {
  readonly phase: CallPhase;
  readonly isLate: boolean;
  /** Why we are not let in yet, as the hosts or the call say. */
  readonly lobby: LobbyState | undefined;
  /** One's own picture, for whoever waits. */
  readonly camera?: MediaStreamTrack | undefined;
}

/** Fills the stage until the keys are here. */
export function Joining({ phase, isLate, lobby, camera }: JoiningProps) {
  const { t } = useTranslation();
  const knocks = phase === "knocking";
  const word = lobby !== undefined ? t(`lobby.${lobby}`) : t(knocks ? "call.knocking" : "call.connecting");
  const late = t(knocks ? "call.lateKnocking" : "call.lateConnecting");
  const note = lobby !== undefined ? t(`lobby.${lobby}Note`) : isLate ? late : t("encryption.pendingText");
  return (
    <div className={styles.joining} role="status" data-testid="joining" data-late={isLate} data-lobby={lobby}>
      {lobby === "waiting" && camera !== undefined ? (
        <TrackVideo
          track={camera}
          label={t("prejoin.preview")}
          className={styles.preview}
          testId="waiting-preview"
        />
      ) : (
        <span className={styles.mark}>
          <Mark size={72} />
        </span>
      )}
      <p className={styles.word}>{word}</p>
      <p className={styles.note}>{note}</p>
    </div>
  );
}
