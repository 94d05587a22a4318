import { changeInTurn } from "./parameters.ts";

/** With a member that is newer than the type definitions. */
export type LayeredEncoding = RTCRtpEncodingParameters & { scalabilityMode?: string };

/**
 * Encodes only the layers up to `highest`; none for -1.
 * @param planned the encodings as they were first asked for
 * @throws if the browser refuses
 */
export async function limitLayers(
  sender: RTCRtpSender,
  planned: readonly LayeredEncoding[],
  highest: number,
): Promise<void> {
  await changeInTurn(sender, async () => {
    const parameters = sender.getParameters();
    const single = parameters.encodings.length === 1;
    parameters.encodings.forEach((encoding, layer) => {
      encoding.active = single ? highest >= 0 : layer <= highest;
      const plan = planned[layer];
      if (single && encoding.active && plan !== undefined) Object.assign(encoding, capped(plan, highest));
    });
    if (parameters.encodings.length > 0) await sender.setParameters(parameters);
  });
}

/** Layers that travel in one stream are cut from the top: fewer of them, of a picture that is as much smaller. */
function capped({ scalabilityMode, maxBitrate }: LayeredEncoding, highest: number): LayeredEncoding {
  const [, layers = 1, rest = ""] = /^L(\d)(.*)$/.exec(scalabilityMode ?? "") ?? [];
  if (scalabilityMode === undefined || Number(layers) === 1) return {};
  const kept = Math.min(Number(layers), highest + 1);
  const dropped = Number(layers) - kept;
  return {
    scalabilityMode: kept === 1 ? `L1${rest.replace(/_KEY$/, "")}` : `L${kept}${rest}`,
    scaleResolutionDownBy: 2 ** dropped,
    // About a third of the bits are left for a picture of half the size.
    ...(maxBitrate !== undefined && { maxBitrate: Math.round(maxBitrate / 3 ** dropped) }),
  };
}

/** Says what is to give way when the bandwidth or the processor is short. @throws if the browser refuses */
export async function preferDegradation(
  sender: RTCRtpSender,
  degradationPreference: RTCDegradationPreference,
): Promise<void> {
  await changeInTurn(sender, () =>
    sender.setParameters({ ...sender.getParameters(), degradationPreference }),
  );
}
