import type { CaptureSource } from "../../app/media/LocalDevices.ts";

/** The pages around this frame keep a device from it. */
class WithheldByPage extends Error {
  override readonly name = "PagePolicyError";

  constructor() {
    super("the page around this one keeps the device from it");
  }
}

/** What a call needs of the pages around it. */
const FEATURES = { microphone: "microphone", camera: "camera", screen: "display-capture" } as const;
export type Withholdable = keyof typeof FEATURES;

/** The frame's own policy, which is what all pages around it leave it. Chromium tells; others say nothing. */
interface WithPolicy {
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** Devices that the pages around keep from this frame, as far as the browser says. */
export function withheldByPages({ featurePolicy }: WithPolicy): readonly Withholdable[] {
  if (featurePolicy === undefined) return [];
  return (Object.keys(FEATURES) as Withholdable[]).filter(
    (device) => !featurePolicy.allowsFeature(FEATURES[device]),
  );
}

/**
 * The frame's devices, which say why they fail where a page is to blame: the browser's own error is the one for a person who
 * said no, and sends them to look for a permission that is not missing.
 */
export function honestSource(source: CaptureSource, withheld: readonly Withholdable[]): CaptureSource {
  return {
    getUserMedia: async (constraints) => {
      const asked = [constraints?.audio && "microphone", constraints?.video && "camera"];
      if (withheld.some((device) => asked.includes(device))) throw new WithheldByPage();
      return await source.getUserMedia(constraints);
    },
    enumerateDevices: () => source.enumerateDevices(),
    addEventListener: (...args: Parameters<CaptureSource["addEventListener"]>) => {
      source.addEventListener(...args);
    },
    removeEventListener: (...args: Parameters<CaptureSource["removeEventListener"]>) => {
      source.removeEventListener(...args);
    },
  };
}
