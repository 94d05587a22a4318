import { saveBlob } from "../media/saveBlob.ts";

/** Where a recording goes, piece by piece. */
export interface RecordingFile {
  /** It is on disk while it grows; else it is in memory and saved at the end. */
  readonly isOnDisk: boolean;
  /** @throws RecordingFull if no more can be kept */
  write(piece: Blob): Promise<void>;
  /** Ends it: what was written is the person's. */
  close(): Promise<void>;
}

/** What is kept in memory is full. */
export class RecordingFull extends Error {}

/** Longest recording that is kept in memory, bytes: about an hour and a half. */
const MOST_IN_MEMORY = 1_500_000_000;

interface FilePicker {
  showSaveFilePicker?: (options: {
    suggestedName: string;
    types: { accept: Record<string, string[]> }[];
  }) => Promise<{ createWritable(): Promise<WritableFile> }>;
}

interface WritableFile {
  write(piece: Blob): Promise<void>;
  close(): Promise<void>;
}

/**
 * Asks where to save, where the browser can write a file as it grows; elsewhere it is kept in memory, up to a bound.
 * Call on the person's press. Undefined if they thought better of it.
 */
export async function openRecordingFile(
  name: string,
  type: string,
  browser: FilePicker = globalThis as FilePicker,
): Promise<RecordingFile | undefined> {
  const [mime = type] = type.split(";");
  if (browser.showSaveFilePicker !== undefined) {
    try {
      const ending = name.slice(name.lastIndexOf("."));
      const handle = await browser.showSaveFilePicker({
        suggestedName: name,
        types: [{ accept: { [mime]: [ending] } }],
      });
      const file = await handle.createWritable();
      return {
        isOnDisk: true,
        write: (piece) => file.write(piece),
        close: () => file.close(),
      };
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return undefined;
      // A frame of another page may not ask: memory it is.
    }
  }
  return inMemory(name, mime, MOST_IN_MEMORY, saveBlob);
}

/** Keeps a recording in memory, up to a bound, and saves it at the end. */
export function inMemory(
  name: string,
  type: string,
  most: number,
  save: (content: Blob, name: string) => void,
): RecordingFile {
  const pieces: Blob[] = [];
  let size = 0;
  return {
    isOnDisk: false,
    write: async (piece) => {
      if (size + piece.size > most) throw new RecordingFull("no more fits into memory");
      pieces.push(piece);
      size += piece.size;
    },
    close: async () => {
      if (size > 0) save(new Blob(pieces, { type }), name);
    },
  };
}

/** The kinds of file that browsers record, the best first. */
const TYPES = [
  "video/webm;codecs=vp9,opus",
  "video/webm;codecs=vp8,opus",
  "video/webm",
  "video/mp4",
] as const;

/** What this browser records, or undefined if it does not. */
export function recordingType(
  browser: { readonly MediaRecorder?: Pick<typeof MediaRecorder, "isTypeSupported"> } = globalThis,
): string | undefined {
  return TYPES.find((type) => browser.MediaRecorder?.isTypeSupported(type) === true);
}

/** A name that sorts by time. */
export function recordingName(at: Date, type: string): string {
  const words = at.toISOString().slice(0, 16).replace("T", " ").replace(":", ".");
  return `Sotto ${words}.${type.includes("mp4") ? "mp4" : "webm"}`;
}
