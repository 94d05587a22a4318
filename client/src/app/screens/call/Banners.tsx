import { KeyRound, ShieldAlert, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Banner } from "../../state/banners.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./Banners.module.css";

export interface BannersProps {
  readonly banners: readonly Banner[];
  /** Leaves and comes back at once, for whoever does not want to wait. */
  readonly onRejoin: () => void;
}

/** Lines over the call for what lasts. Read out when they come. */
export function Banners({ banners, onRejoin }: BannersProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.banners} role="status">
      {banners.map((banner) => {
        const words =
          banner.code === "transform/stopped" ? (`transform/${banner.source}` as const) : banner.code;
        return (
          <div
            key={words}
            className={`${styles.banner} ${banner.code === "transform/stopped" ? styles.grave : ""}`}
            data-testid="banner"
            data-code={banner.code}
            data-source={banner.code === "transform/stopped" ? banner.source : undefined}
          >
            <Icon code={banner.code} />
            <p>
              <strong>{t(`banners.${words}.title`)}</strong> {t(`banners.${words}.text`)}
            </p>
            {banner.code === "sfu/away" ? (
              <Button onPress={onRejoin} data-testid="rejoin-now">
                {t("stage.rejoinNow")}
              </Button>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

function Icon({ code }: { readonly code: Banner["code"] }) {
  switch (code) {
    case "sfu/away":
      return <WifiOff size={20} aria-hidden="true" />;
    case "keyserver/away":
    case "keyserver/withholds":
      return <KeyRound size={20} aria-hidden="true" />;
    case "transform/stopped":
      return <ShieldAlert size={20} aria-hidden="true" />;
  }
}
