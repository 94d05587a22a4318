import { describe, expect, it } from "vitest";
import { inMemory, openRecordingFile, RecordingFull, recordingName, recordingType } from "./recordingFile.ts";

describe("a recording", () => {
  it("is written to the file that was chosen, as it grows", async () => {
    const written: string[] = [];
    const file = await openRecordingFile("a.webm", "video/webm;codecs=vp8,opus", {
      showSaveFilePicker: async ({ suggestedName, types }) => {
        expect([suggestedName, types]).toEqual(["a.webm", [{ accept: { "video/webm": [".webm"] } }]]);
        return {
          createWritable: async () => ({
            write: async (piece) => void written.push(await piece.text()),
            close: async () => void written.push("end"),
          }),
        };
      },
    });
    expect(file?.isOnDisk).toBe(true);
    await file?.write(new Blob(["one"]));
    expect(written).toEqual(["one"]);
    await file?.close();
    expect(written).toEqual(["one", "end"]);
  });

  it("does not begin when the person closes the dialog, and is in memory where none may be shown", async () => {
    const refusing = (name: string) => ({
      showSaveFilePicker: () => Promise.reject(new DOMException("no", name)),
    });
    expect(await openRecordingFile("a", "video/webm", refusing("AbortError"))).toBeUndefined();
    expect((await openRecordingFile("a", "video/webm", refusing("SecurityError")))?.isOnDisk).toBe(false);
    expect((await openRecordingFile("a", "video/webm", {}))?.isOnDisk).toBe(false);
  });

  it("in memory ends at its bound, with all that came before", async () => {
    const saved: [number, string][] = [];
    const file = inMemory("a.webm", "video/webm", 5, ({ size }, name) => void saved.push([size, name]));
    await file.write(new Blob(["123"]));
    await expect(file.write(new Blob(["456"]))).rejects.toBeInstanceOf(RecordingFull);
    await file.close();
    expect(saved).toEqual([[3, "a.webm"]]);
  });

  it("is of a kind that the browser makes, under a name that sorts", () => {
    const mp4 = { MediaRecorder: { isTypeSupported: (type: string) => type === "video/mp4" } };
    expect(recordingType(mp4)).toBe("video/mp4");
    expect(recordingType({ MediaRecorder: { isTypeSupported: () => false } })).toBeUndefined();
    expect(recordingType({})).toBeUndefined();
    expect(recordingName(new Date("2026-11-21T09:05:00Z"), "video/webm")).toBe("Sotto 2026-11-21 09.05.webm");
  });
});
