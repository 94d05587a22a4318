import { Mic, MicOff, SwitchCamera, Video, VideoOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { CaptureKind } from "../../media/deviceList.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { isMirrored, nextCamera } from "../../state/turnCamera.ts";
import { IconButton, IconToggle } from "../../ui/IconButton.tsx";
import { LevelMeter } from "../../ui/LevelMeter.tsx";
import { TrackVideo } from "../../ui/TrackVideo.tsx";
import styles from "./Preview.module.css";

export interface PreviewProps {
  readonly devices: LocalDevices;
  readonly onChangeChoices: ChangeChoices;
}

/** One's own picture as in a mirror, the microphone's level, and the switches of both. */
export function Preview({ devices, onChangeChoices }: PreviewProps) {
  const { t } = useTranslation();
  const { microphone, camera, devices: list } = useObservable(devices.state);
  const next = camera.track && nextCamera(camera.track.getSettings(), list.cameras);
  const microphoneOn = microphone.status === "on" || microphone.status === "starting";
  const cameraOn = camera.status === "on" || camera.status === "starting";

  const toggle = (kind: CaptureKind, on: boolean) => {
    onChangeChoices(kind === "microphone" ? { microphoneOn: on } : { cameraOn: on });
    if (on) void devices.open(kind);
    else devices.close(kind);
  };

  return (
    <div className={styles.preview}>
      <div className={styles.picture}>
        {camera.track === undefined ? (
          <p className={styles.noPicture}>
            {camera.status === "starting" ? t("prejoin.cameraStarting") : t("prejoin.cameraOff")}
          </p>
        ) : (
          <TrackVideo
            track={camera.track}
            label={t("prejoin.preview")}
            className={`${styles.video} ${isMirrored(camera.track) ? styles.mirrored : ""}`}
            testId="preview-video"
          />
        )}
        <div className={styles.switches}>
          <IconToggle
            label={t("devices.microphone")}
            hint={microphoneOn ? t("call.micOff") : t("call.micOn")}
            icon={microphoneOn ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
            isSelected={microphoneOn}
            off={!microphoneOn}
            onChange={(on) => toggle("microphone", on)}
            data-testid="mic-toggle"
          />
          <IconToggle
            label={t("devices.camera")}
            hint={cameraOn ? t("call.cameraOff") : t("call.cameraOn")}
            icon={cameraOn ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
            isSelected={cameraOn}
            off={!cameraOn}
            onChange={(on) => toggle("camera", on)}
            data-testid="camera-toggle"
          />
          {/* On phones; elsewhere the list below has them all by name. */}
          {next?.to === "facing" ? (
            <IconButton
              label={t("stage.switchCamera")}
              icon={<SwitchCamera aria-hidden="true" />}
              onPress={() => {
                devices.turn(next);
                void devices.open("camera");
              }}
              data-testid="switch-camera"
            />
          ) : null}
        </div>
      </div>
      <div className={styles.level}>
        <LevelMeter track={microphone.track} label={t("prejoin.meter")} />
        <p className={styles.levelHint}>
          {microphone.track === undefined ? t("prejoin.micOffHint") : t("prejoin.meterHint")}
        </p>
      </div>
    </div>
  );
}
