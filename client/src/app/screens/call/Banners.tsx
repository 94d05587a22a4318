import { KeyRound, ShieldAlert, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Banner } from "../../state/banners.ts";
import styles from "./Banners.module.css";

/** Lines over the call for what lasts. Read out when they come. */
export function Banners({ banners }: { readonly banners: readonly Banner[] }) {
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
