import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../../sdk/index.ts";
import { useStats } from "../../hooks/useStats.ts";
import { type StatsGroup, type StatsRow, statsTable } from "../../state/statsTable.ts";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./StatsSheet.module.css";

export interface StatsSheetProps {
  readonly isOpen: boolean;
  readonly call: Call;
  readonly state: CallState;
  readonly onClose: () => void;
}

/** Figures of every stream, for whoever wants to know. */
export function StatsSheet({ isOpen, call, state, onClose }: StatsSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("stats.title")} isOpen={isOpen} isWide onClose={onClose} testId="stats-sheet">
      <Figures call={call} state={state} />
    </Sheet>
  );
}

function Figures({ call, state }: Pick<StatsSheetProps, "call" | "state">) {
  const { t, i18n } = useTranslation();
  const streams = useStats(call.stats, true);
  const { groups, epoch, sent, received } = statsTable(streams, state.people, i18n.language);
  if (groups.length === 0) return <p>{t("stats.none")}</p>;
  return (
    <div className={styles.content}>
      <p className={styles.summary} data-testid="stats-summary">
        <strong>{t("stats.summary", { sent, received })}</strong>
        {epoch === undefined ? null : <span>{t("stats.epoch", { number: epoch })}</span>}
      </p>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("stats.title")}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("stats.stream")}</th>
              <th scope="col">{t("stats.bitrate")}</th>
              <th scope="col">{t("stats.picture")}</th>
              <th scope="col">{t("stats.loss")}</th>
              <th scope="col">{t("stats.jitter")}</th>
              <th scope="col">{t("stats.roundTrip")}</th>
              <th scope="col">{t("stats.layer")}</th>
              <th scope="col">{t("stats.encrypt")}</th>
              <th scope="col">{t("stats.codec")}</th>
            </tr>
          </thead>
          {groups.map((group) => (
            <Group key={group.key} group={group} />
          ))}
        </table>
      </div>
      <p className={styles.hint}>{t("stats.hint")}</p>
    </div>
  );
}

function Group({ group: { name, isSelf, quality, rows } }: { readonly group: StatsGroup }) {
  const { t } = useTranslation();
  return (
    <tbody data-testid="stats-person" data-name={name}>
      <tr className={styles.person}>
        <th scope="rowgroup" colSpan={9}>
          <span className={styles.sticky}>
            {isSelf ? t("common.named", { name }) : name}
            {quality === "good" ? null : (
              <span className={styles.quality}>{t(`stats.quality.${quality}`)}</span>
            )}
          </span>
        </th>
      </tr>
      {rows.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </tbody>
  );
}

function Row({ row }: { readonly row: StatsRow }) {
  const { t } = useTranslation();
  const Arrow = row.direction === "send" ? ArrowUp : ArrowDown;
  return (
    <tr data-testid="stats-row" data-source={row.source}>
      <th scope="row" className={styles.stream}>
        <Arrow size={14} role="img" aria-label={t(`stats.${row.direction}`)} />
        {t(`stats.sources.${row.source}`)}
      </th>
      <td>{row.bitrate}</td>
      <td>{row.paused ? t("stats.paused") : row.picture}</td>
      <td>{row.loss}</td>
      <td>{row.jitter}</td>
      <td>{row.roundTrip}</td>
      <td>{row.layer}</td>
      <td>
        {row.crypt}
        {row.refused === 0 ? null : (
          <span className={styles.refused}>{t("stats.refused", { count: row.refused })}</span>
        )}
      </td>
      <td>{row.codec}</td>
    </tr>
  );
}
