/** Recording the call on this device: what is seen and heard here, into a file of the person's own. */
export { CallRecorder, type RecordingFault } from "./CallRecorder.ts";
export { openRecordingFile, recordingName, recordingType } from "./recordingFile.ts";
