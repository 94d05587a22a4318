import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../sdk/index.ts";
import {
  CallRecorder,
  openRecordingFile,
  type RecordingFault,
  recordingName,
  recordingType,
} from "../recording/index.ts";
import { toast } from "../ui/toast.ts";

/** Recording the call here. */
export interface RecordingControls {
  /** This browser can, and the call has a way to say so. */
  readonly isPossible: boolean;
  /** The call's policy lets us. */
  readonly isAllowed: boolean;
  /** Since when, ms since 1970, while it goes on. */
  readonly since: number | undefined;
  readonly start: () => void;
  readonly stop: () => void;
}

/** Records what is seen and heard here, as long as the group allows it and knows of it. */
export function useRecording(call: Call, { people, phase }: CallState): RecordingControls {
  const { t } = useTranslation();
  const [since, setSince] = useState<number>();
  const recorder = useRef<CallRecorder>(undefined);
  const type = recordingType();
  const { recording } = call;
  const isAnnounced = people.some(({ isSelf, recording: announced }) => isSelf && announced);

  const end = (fault?: RecordingFault) => {
    const ending = recorder.current;
    if (ending === undefined) return;
    recorder.current = undefined;
    setSince(undefined);
    recording?.announce(false);
    ending.stop().then(
      () => (fault === undefined ? toast.success(t("record.saved")) : toast.warning(t(`record.${fault}`))),
      () => toast.error(t("record.failed")),
    );
  };
  const last = useRef(end);
  useEffect(() => {
    last.current = end;
  });

  const start = async () => {
    if (type === undefined || recording?.isAllowed !== true || recorder.current !== undefined) return;
    const file = await openRecordingFile(recordingName(new Date(), type), type);
    if (file === undefined) return;
    try {
      // Everybody is told before the first picture is taken.
      recording.announce(true);
      recorder.current = new CallRecorder(type, file, (fault) => last.current(fault));
      recorder.current.show(call.state.people);
      setSince(Date.now());
    } catch {
      recording.announce(false);
      await file.close().catch(() => undefined);
      toast.error(t("record.failed"));
    }
  };

  useEffect(() => {
    recorder.current?.show(people);
  }, [people]);
  // No longer allowed, or nobody is told any more: then it ends.
  const mustEnd = since !== undefined && (!isAnnounced || phase !== "joined");
  useEffect(() => {
    if (mustEnd) last.current();
  }, [mustEnd]);
  useEffect(() => () => last.current(), []);

  return {
    isPossible: type !== undefined && recording !== undefined,
    isAllowed: recording?.isAllowed === true,
    since,
    start: () => void start(),
    stop: () => end(),
  };
}
