import { Check, Languages } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Language, LANGUAGES, switchLanguage } from "../i18n/index.ts";
import { useServices } from "../services.ts";
import styles from "./MenuList.module.css";

/** Chooses the language, each by its own name. */
export function LanguagePicker() {
  const { t, i18n } = useTranslation();
  const { storage } = useServices();
  const name = t(`languages.${i18n.language as Language}`);
  return (
    <MenuTrigger>
      <Button
        className={styles.quietTrigger ?? ""}
        aria-label={t("common.languageNow", { name })}
        data-testid="language-button"
      >
        <Languages size={20} aria-hidden="true" />
        <span>{name}</span>
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom end">
        <Menu
          className={styles.menu ?? ""}
          aria-label={t("common.language")}
          onAction={(key) => void switchLanguage(key as Language, storage)}
        >
          {LANGUAGES.map((language) => (
            <MenuItem
              key={language}
              id={language}
              className={styles.item ?? ""}
              data-testid={`language-${language}`}
            >
              <span className={styles.icon}>{language === i18n.language ? <Check size={18} /> : null}</span>
              {t(`languages.${language}`)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
