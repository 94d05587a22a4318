/** Members tell each other which epochs they know, past the key server: so that it can not tell them different ones. */
export {
  Comparison,
  CONFIRM_MS,
  NEWCOMER_MS,
  WITHHELD_MS,
  type Hearing,
  type Integrity,
} from "./comparison.ts";
export {
  decodeSignedReport,
  encodeReport,
  MAX_REPORTED_EPOCHS,
  type Report,
  type ReportedEpoch,
} from "./report.ts";
