import { Ban, Droplets, ImagePlus } from "lucide-react";
import { Fragment, type ReactNode, useEffect, useRef, useState } from "react";
import { FileTrigger, Label, Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { BackgroundEffect } from "../../processors/index.ts";
import { paintBackdrop } from "../media/backdrops.ts";
import { forgetOwnBackdrop, keepOwnBackdrop, readOwnBackdrop } from "../media/ownBackdrop.ts";
import { type Background, type Backdrop, BACKDROPS } from "../state/background.ts";
import { isMirrored } from "../state/turnCamera.ts";
import styles from "./BackgroundChoice.module.css";
import { Button } from "./Button.tsx";
import { TrackVideo } from "./TrackVideo.tsx";

export interface BackgroundChoiceProps {
  readonly background: Background;
  /** The camera's picture as it is sent; undefined while it is off. */
  readonly camera: MediaStreamTrack | undefined;
  readonly onChoose: (background: Background) => void;
}

/** What stands behind the person: the room, the room out of focus, a painted one, or a picture of their own. */
export function BackgroundChoice({ background, camera, onChoose }: BackgroundChoiceProps) {
  const { t } = useTranslation();
  const own = useOwnPicture();
  const isSupported = BackgroundEffect.isSupported();

  const take = async (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined && (await own.keep(file))) onChoose("own");
  };
  const option = (value: Background, picture: ReactNode) => (
    <Radio
      value={value}
      className={styles.option ?? ""}
      // What was chosen elsewhere can always be taken away.
      isDisabled={!isSupported && value !== "none"}
      data-testid={`background-${value}`}
    >
      <span className={styles.thumb}>{picture}</span>
      <span>{t(`background.${value}`)}</span>
    </Radio>
  );
  return (
    <div className={styles.choice}>
      {camera === undefined ? (
        <p className={styles.note}>{t("background.cameraOff")}</p>
      ) : (
        <TrackVideo
          track={camera}
          label={t("prejoin.preview")}
          className={`${styles.preview} ${isMirrored(camera) ? styles.mirrored : ""}`}
          testId="background-preview"
        />
      )}
      <RadioGroup
        value={background}
        onChange={(value) => onChoose(value as Background)}
        className={styles.group ?? ""}
      >
        <Label className={styles.label ?? ""}>{t("background.title")}</Label>
        <div className={styles.options}>
          {option("none", <Ban aria-hidden="true" />)}
          {option("blur", <Droplets aria-hidden="true" />)}
          {BACKDROPS.map((backdrop) => (
            <Fragment key={backdrop}>{option(backdrop, <Thumbnail backdrop={backdrop} />)}</Fragment>
          ))}
          {own.url === undefined ? null : option("own", <img src={own.url} alt="" />)}
        </div>
      </RadioGroup>
      <div className={styles.deeds}>
        <FileTrigger
          acceptedFileTypes={["image/jpeg", "image/png", "image/webp", "image/avif"]}
          onSelect={(files) => void take(files)}
        >
          <Button
            icon={<ImagePlus size={18} aria-hidden="true" />}
            isDisabled={!isSupported}
            data-testid="background-file"
          >
            {t("background.choose")}
          </Button>
        </FileTrigger>
        {own.url === undefined ? null : (
          <Button
            look="quiet"
            onPress={() => {
              if (background === "own") onChoose("blur");
              void own.forget();
            }}
            data-testid="background-forget"
          >
            {t("background.forget")}
          </Button>
        )}
      </div>
      <p className={styles.note} role="status">
        {own.failed ? t("background.failed") : null}
      </p>
      <p className={styles.note}>{isSupported ? t("background.note") : t("settings.unsupported")}</p>
    </div>
  );
}

function Thumbnail({ backdrop }: { readonly backdrop: Backdrop }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const brush = canvas.current?.getContext("2d");
    if (brush !== undefined && brush !== null) paintBackdrop(brush, backdrop, 160, 90);
  }, [backdrop]);
  return <canvas ref={canvas} width={160} height={90} aria-hidden="true" />;
}

/** The person's own picture, as it is kept on this device. */
function useOwnPicture() {
  const [picture, setPicture] = useState<Blob>();
  const [url, setUrl] = useState<string>();
  const [failed, setFailed] = useState(false);
  const read = () =>
    readOwnBackdrop().then(setPicture, () => {
      setPicture(undefined);
    });
  useEffect(() => void read(), []);
  useEffect(() => {
    if (picture === undefined) return;
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [picture]);
  return {
    url,
    failed,
    keep: async (file: Blob): Promise<boolean> => {
      try {
        await keepOwnBackdrop(file);
        setFailed(false);
        await read();
        return true;
      } catch {
        setFailed(true);
        return false;
      }
    },
    forget: async () => {
      await forgetOwnBackdrop().catch(() => undefined);
      await read();
    },
  };
}
