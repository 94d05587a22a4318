/** A server's settings: from the command line, the environment and a file, checked before anything starts. */
export { commandLine } from "./commandLine.ts";
export {
  readSettings,
  settingsHelp,
  type Setting,
  type SettingsOf,
  type SettingsSources,
} from "./settings.ts";
export { flag, oneOf, text, texts, wholeNumber } from "./kinds.ts";
