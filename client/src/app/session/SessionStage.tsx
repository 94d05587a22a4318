import { EyeOff, MonitorOff } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import { useCopyLink } from "../hooks/useCopyLink.ts";
import { useElementSize } from "../hooks/useElementSize.ts";
import type { ScreenShareControls } from "../hooks/useScreenShare.ts";
import type { Volumes } from "../hooks/useVolumes.ts";
import { Share } from "../screens/call/stage/Share.tsx";
import { drawnAt } from "../state/zoom.ts";
import { Button } from "../ui/Button.tsx";
import { TrackVideo } from "../ui/TrackVideo.tsx";
import type { InkBoard } from "./marks/InkBoard.ts";
import { usePopOut } from "./hooks/usePopOut.tsx";
import { MarksLayer, type Tool } from "./marks/MarksLayer.tsx";
import styles from "./SessionStage.module.css";
import type { Audience } from "./state/audience.ts";

export interface SessionStageProps {
  readonly link: string;
  readonly password: string;
  readonly audience: Audience;
  readonly people: readonly Person[];
  readonly board: InkBoard;
  readonly tool: Tool;
  readonly volumes: Volumes;
  readonly presents: boolean;
  readonly own: ScreenShareControls;
  readonly isPreviewed: boolean;
  readonly isFullScreen: boolean;
  readonly onFullScreen: () => void;
  readonly onChoose: (key: string) => void;
}

/** Somebody's screen, large, with the others' small below it; else one's own, covered; else that there is none. */
export function SessionStage(props: SessionStageProps) {
  const { audience, people, board, tool, volumes, presents, own, isPreviewed } = props;
  const { t } = useTranslation();
  const [large, ...rest] = audience.shares;
  const leaf = people.find(({ key }) => key === large?.key)?.leaf;
  const overlay = leaf === undefined ? null : <MarksLayer {...{ board, leaf, people, tool }} />;
  const popOut = usePopOut(large, overlay);
  if (large !== undefined) {
    const share = {
      isFullScreen: props.isFullScreen,
      onFullScreen: props.onFullScreen,
    };
    return (
      <div className={styles.screens}>
        <div className={styles.large} key={large.key}>
          {popOut.isOpen ? (
            <div className={styles.none} role="status">
              <p className={styles.word}>{t("session.poppedOut")}</p>
              <Button onPress={popOut.close} data-testid="pop-back">
                {t("session.popBack")}
              </Button>
            </div>
          ) : (
            <Share
              {...share}
              share={large}
              isLarge
              volume={volumes.of(large.key)}
              onVolume={(volume) => volumes.set(large.key, volume)}
              onLarge={() => undefined}
              {...(popOut.open !== undefined && { onPopOut: popOut.open })}
              overlay={overlay}
            />
          )}
          {popOut.element}
        </div>
        {rest.length === 0 ? null : (
          <div className={styles.small}>
            {rest.map((other) => (
              <div className={styles.thumbnail} key={other.key}>
                <Share
                  {...share}
                  share={other}
                  isLarge={false}
                  volume={0}
                  onVolume={() => undefined}
                  onLarge={() => props.onChoose(other.key)}
                />
              </div>
            ))}
          </div>
        )}
      </div>
    );
  }
  if (own.isSharing && isPreviewed && own.track !== undefined)
    return <OwnScreen {...props} track={own.track} />;
  return (
    <div className={styles.none} role="status" data-testid="session-idle" data-sharing={own.isSharing}>
      {own.isSharing ? <EyeOff size={40} aria-hidden="true" /> : <MonitorOff size={40} aria-hidden="true" />}
      <p className={styles.word}>
        {own.isSharing ? t("session.covered") : t(presents ? "session.idleOwn" : "session.idleTitle")}
      </p>
      {presents ? <ViewerLink link={props.link} password={props.password} /> : <p>{t("session.idleText")}</p>}
    </div>
  );
}

function ViewerLink({ link, password }: Pick<SessionStageProps, "link" | "password">) {
  const { t } = useTranslation();
  const copy = useCopyLink();
  return (
    <div className={styles.invitation}>
      <p>{t("session.viewerLink")}</p>
      <code className={styles.link} data-testid="viewer-link">
        {link}
      </code>
      <Button onPress={() => copy(link)} data-testid="copy-viewer-link">
        {t("link.copy")}
      </Button>
      {password === "" ? null : (
        <p data-testid="viewer-password">
          {t("password.tell")} <code className={styles.password}>{password}</code>
        </p>
      )}
    </div>
  );
}

/** One's own screen as the others see it, with what they point at. */
function OwnScreen({
  track,
  people,
  board,
  tool,
}: Pick<SessionStageProps, "people" | "board" | "tool"> & { readonly track: MediaStreamTrack }) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const view = useElementSize(element);
  const { width = 1920, height = 1080 } = track.getSettings();
  const place = drawnAt("fit", { picture: { width, height }, view });
  const leaf = people.find(({ isSelf }) => isSelf)?.leaf;
  return (
    <div ref={element} className={styles.own} data-testid="own-screen">
      <div
        className={styles.drawn}
        style={
          {
            "--x": `${place.x}px`,
            "--y": `${place.y}px`,
            "--width": `${place.width}px`,
            "--height": `${place.height}px`,
          } as React.CSSProperties
        }
      >
        <TrackVideo
          track={track}
          label={t("screen.previewLabel")}
          className={styles.video}
          testId="own-preview"
        />
        {leaf === undefined ? null : <MarksLayer {...{ board, leaf, people, tool }} />}
      </div>
    </div>
  );
}
