import { Circle, RotateCcw, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useObservable } from "../../hooks/useObservable.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { recordForTest, TEST_SECONDS } from "../../media/selfRecording.ts";
import { sendToSpeaker } from "../../media/speaker.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./SelfTest.module.css";

export interface SelfTestProps {
  readonly devices: LocalDevices;
  readonly onClose: () => void;
}

type Step =
  | { readonly name: "idle" | "failed" }
  | { readonly name: "recording"; readonly left: number }
  | { readonly name: "recorded"; readonly url: string };

/** A few seconds of oneself, to see and hear what others will. Kept in memory until this closes. */
export function SelfTest({ devices, onClose }: SelfTestProps) {
  const { t } = useTranslation();
  const { microphone, camera, chosen } = useObservable(devices.state);
  const [step, setStep] = useState<Step>({ name: "idle" });
  const running = useRef<AbortController>(undefined);
  const tracks = [microphone.track, camera.track].filter((track) => track !== undefined);

  useEffect(() => () => running.current?.abort(), []);
  const url = step.name === "recorded" ? step.url : undefined;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);

  const record = async () => {
    const control = new AbortController();
    running.current = control;
    setStep({ name: "recording", left: TEST_SECONDS });
    const clock = setInterval(() => {
      setStep((now) => (now.name === "recording" ? { ...now, left: Math.max(1, now.left - 1) } : now));
    }, 1000);
    try {
      const recorded = await recordForTest(tracks, control.signal);
      if (recorded !== undefined) setStep({ name: "recorded", url: URL.createObjectURL(recorded) });
    } catch {
      if (!control.signal.aborted) setStep({ name: "failed" });
    } finally {
      clearInterval(clock);
    }
  };
  const start = (text: string, icon: typeof Circle) => {
    const Icon = icon;
    return (
      <Button
        look="primary"
        icon={<Icon size={18} aria-hidden="true" />}
        isDisabled={tracks.length === 0}
        onPress={() => void record()}
        data-testid="self-test-record"
      >
        {text}
      </Button>
    );
  };
  return (
    <Sheet title={t("selfTest.title")} isOpen onClose={onClose} testId="self-test">
      <div className={styles.test} data-step={step.name} data-testid="self-test-step">
        <p>{tracks.length === 0 ? t("selfTest.nothingOn") : t("selfTest.text", { count: TEST_SECONDS })}</p>
        {step.name === "recorded" ? (
          <>
            <video
              ref={(element) => {
                if (element !== null) void sendToSpeaker(element, chosen.speaker?.id);
              }}
              className={styles.video}
              src={step.url}
              aria-label={t("selfTest.recorded")}
              data-testid="self-test-video"
              controls
              autoPlay
              playsInline
            />
            <div className={styles.deeds}>
              {start(t("selfTest.again"), RotateCcw)}
              <Button
                icon={<Trash2 size={18} aria-hidden="true" />}
                onPress={() => setStep({ name: "idle" })}
                data-testid="self-test-delete"
              >
                {t("selfTest.delete")}
              </Button>
            </div>
          </>
        ) : null}
        <p role="status" className={styles.now}>
          {step.name === "recording" ? t("selfTest.recording", { count: step.left }) : null}
          {step.name === "failed" ? t("selfTest.failed") : null}
        </p>
        {step.name === "idle" || step.name === "failed" ? start(t("selfTest.record"), Circle) : null}
        <p className={styles.note}>{t("selfTest.note")}</p>
      </div>
    </Sheet>
  );
}
