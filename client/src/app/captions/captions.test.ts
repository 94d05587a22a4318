import { describe, expect, it } from "vitest";
import { type Caption, captionOf, Captions } from "./Captions.ts";
import { captionMaker, type Recognition, type RecognitionEvent, type RecognitionMaker } from "./onDevice.ts";

const track = {} as MediaStreamTrack;
const words = (...all: [text: string, isFinal: boolean][]): RecognitionEvent => ({
  resultIndex: 0,
  results: all.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal })),
});

/** A browser's recognition in the hand of a test. */
class FakeRecognition implements Recognition {
  static answer = "available";
  static asked: unknown[] = [];
  static last: FakeRecognition | undefined;
  static async available(options: unknown): Promise<string> {
    FakeRecognition.asked.push(options);
    return FakeRecognition.answer;
  }

  lang = "";
  continuous = false;
  interimResults = false;
  processLocally = false;
  onresult: Recognition["onresult"] = null;
  onend: Recognition["onend"] = null;
  onerror: Recognition["onerror"] = null;
  starts: boolean[] = [];

  constructor() {
    FakeRecognition.last = this;
  }

  start(): void {
    this.starts.push(this.processLocally);
  }

  abort(): void {
    this.onend?.();
  }
}

const maker: RecognitionMaker = FakeRecognition;

describe("captions", () => {
  it("are made only where the browser says that it does it on the device", async () => {
    expect(await captionMaker({ SpeechRecognition: maker }, "de")).toBe(maker);
    expect(FakeRecognition.asked).toEqual([{ langs: ["de"], processLocally: true }]);
    for (const answer of ["downloadable", "downloading", "unavailable"]) {
      FakeRecognition.answer = answer;
      expect(await captionMaker({ SpeechRecognition: maker }, "de")).toBeUndefined();
    }
    const remote = class extends FakeRecognition {} as unknown as RecognitionMaker;
    Object.defineProperty(remote, "available", { value: undefined });
    expect(await captionMaker({ SpeechRecognition: remote }, "de")).toBeUndefined();
    expect(await captionMaker({}, "de")).toBeUndefined();
  });

  it("never start without being kept on the device, and go on after silence", () => {
    const heard: Caption[] = [];
    let ended = 0;
    const captions = new Captions(
      maker,
      "de",
      track,
      (caption) => heard.push(caption),
      () => (ended += 1),
    );
    const recognition = FakeRecognition.last;
    recognition?.onresult?.(words(["Guten", true], [" Tag", false]));
    expect(heard).toEqual([{ text: "Guten Tag", isFinal: false }]);
    recognition?.onend?.();
    expect(recognition?.starts).toEqual([true, true]);
    captions.stop();
    expect(recognition?.starts).toHaveLength(2);
    expect(ended).toBe(0);
  });

  it("give up when the browser does, and are as long as there is room", () => {
    let ended = 0;
    new Captions(
      maker,
      "en",
      track,
      () => undefined,
      () => (ended += 1),
    );
    const recognition = FakeRecognition.last;
    for (let time = 0; time < 3; time++) {
      recognition?.onerror?.({ error: "language-not-supported" });
      recognition?.onend?.();
    }
    expect(ended).toBe(1);
    expect(recognition?.starts).toHaveLength(3);
    expect(captionOf(words(["x".repeat(1000), true])).text).toHaveLength(160);
  });
});
