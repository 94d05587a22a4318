import type { Call, CallState } from "../../../sdk/index.ts";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import type { Judge } from "../../hooks/useVerification.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Choices } from "../../state/choices.ts";
import type { Command } from "../../state/shortcuts.ts";
import type { Verification } from "../../state/verification.ts";
import type { OpenSheet } from "./CallScreen.tsx";
import { EncryptionPanel } from "./EncryptionPanel.tsx";
import { SettingsSheet } from "./SettingsSheet.tsx";
import { ShortcutsSheet } from "./ShortcutsSheet.tsx";
import { StatsSheet } from "./StatsSheet.tsx";
import type { DeviceChoice } from "./useDeviceChoice.ts";

export interface SheetsProps {
  readonly sheet: OpenSheet | undefined;
  readonly call: Call;
  readonly state: CallState;
  readonly verification: Verification;
  readonly judge: Judge;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly commands: Partial<Readonly<Record<Command, () => void>>>;
  readonly choice: DeviceChoice;
  readonly canCaption: boolean;
  readonly onLeaveForNew: () => void;
  readonly onClose: () => void;
}

/** The dialogs of a call: at most one is open. */
export function Sheets(props: SheetsProps) {
  const { sheet, call, state, verification, judge, devices, choices, onChangeChoices, commands } = props;
  const { choice, onLeaveForNew, onClose } = props;
  return (
    <>
      <EncryptionPanel
        isOpen={sheet === "encryption"}
        state={state}
        verification={verification}
        onJudge={judge}
        onLeaveForNew={onLeaveForNew}
        onClose={onClose}
      />
      <SettingsSheet
        isOpen={sheet === "settings"}
        canCaption={props.canCaption}
        {...{ devices, choices, onChangeChoices, choice, onClose }}
      />
      <ShortcutsSheet
        isOpen={sheet === "shortcuts"}
        choices={choices}
        onChangeChoices={onChangeChoices}
        commands={Object.keys(commands) as Command[]}
        onClose={onClose}
      />
      <StatsSheet isOpen={sheet === "statistics"} call={call} state={state} onClose={onClose} />
    </>
  );
}
