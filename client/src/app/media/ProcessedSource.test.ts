import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TrackProcessor } from "../../processors/index.ts";
import { FakeDevices, FakeTrack } from "../fixtures/FakeDevices.ts";
import { LocalDevices } from "./LocalDevices.ts";
import { type CaptureWishes, deviceTrackOf, ProcessedSource } from "./ProcessedSource.ts";

class FakeProcessor implements TrackProcessor {
  readonly made = new FakeTrack("video", "made");
  isStopped = false;
  readonly #fails: boolean;

  constructor(fails: boolean) {
    this.#fails = fails;
  }

  async start(): Promise<MediaStreamTrack> {
    if (this.#fails) throw new Error("no");
    return this.made.real;
  }

  stop(): void {
    this.isStopped = true;
    this.made.stop();
  }
}

function setUp(wishes: Partial<CaptureWishes>, fails = false) {
  const source = new FakeDevices();
  source.answer = () => "allow";
  const processor = new FakeProcessor(fails);
  const all: CaptureWishes = { lowData: false, background: "none", noise: false, ...wishes };
  const make = vi.fn(async () => processor);
  return {
    ...{ source, processor, make },
    devices: new LocalDevices(new ProcessedSource(source, all, make), {}, all),
  };
}

describe("what is done to a device's track", () => {
  beforeEach(() => {
    vi.stubGlobal(
      "MediaStream",
      class {
        readonly #tracks: MediaStreamTrack[];
        constructor(tracks: MediaStreamTrack[]) {
          this.#tracks = tracks;
        }
        getTracks = () => this.#tracks;
      },
    );
  });
  afterEach(() => void vi.unstubAllGlobals());

  it("is nothing, and nothing is fetched, unless it is wanted", async () => {
    const { devices, source, make } = setUp({ noise: true });
    expect(await devices.open("camera")).toBe(source.tracks[0]?.real);
    expect(make).not.toHaveBeenCalled();
  });

  it("ends with the device's light going out", async () => {
    const { devices, source, processor } = setUp({ background: "blur" });
    const track = await devices.open("camera");
    expect(track).toBe(processor.made.real);
    expect(deviceTrackOf(processor.made.real)).toBe(source.tracks[0]?.real);
    devices.close("camera");
    expect(source.tracks[0]?.readyState).toBe("ended");
    expect(processor.isStopped).toBe(true);
  });

  it("ends when the device is unplugged, and that is told", async () => {
    const { devices, source } = setUp({ background: "blur" });
    await devices.open("camera");
    source.tracks[0]?.unplug();
    expect(devices.state.value.camera).toEqual({ status: "failed", error: "Ended" });
  });

  it("is never left out of a picture: the camera stays off where it fails", async () => {
    const { devices, source } = setUp({ background: "blur" }, true);
    expect(await devices.open("camera")).toBeNull();
    expect(devices.state.value.camera).toEqual({ status: "failed", error: "Effect" });
    expect(source.tracks[0]?.readyState).toBe("ended");
  });

  it("is left out of speech where it fails: being heard comes first", async () => {
    const { devices, source } = setUp({ noise: true }, true);
    expect(await devices.open("microphone")).toBe(source.tracks[0]?.real);
    expect(devices.state.value.microphone.status).toBe("on");
  });

  it("does not cost the microphone where the picture fails", async () => {
    const { devices } = setUp({ background: "blur" }, true);
    await devices.openBoth({ microphone: true, camera: true });
    expect(devices.state.value.microphone.status).toBe("on");
    expect(devices.state.value.camera.error).toBe("Effect");
  });
});
