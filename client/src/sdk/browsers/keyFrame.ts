import { changeInTurn } from "./parameters.ts";

interface KeyFrameSender extends RTCRtpSender {
  generateKeyFrame?(rids?: string[]): Promise<unknown>;
}

type SetParametersWithOptions = (
  parameters: RTCRtpSendParameters,
  options: { encodingOptions: { keyFrame: boolean }[] },
) => Promise<void>;

/** Asks the own encoder for a key frame of every layer. A browser that can do neither is asked by receivers. */
export async function requestOwnKeyFrame(sender: RTCRtpSender): Promise<void> {
  const keyFrameSender = sender as KeyFrameSender;
  if (keyFrameSender.generateKeyFrame !== undefined) {
    await keyFrameSender.generateKeyFrame();
    return;
  }
  await changeInTurn(sender, async () => {
    const parameters = sender.getParameters();
    const encodingOptions = parameters.encodings.map(() => ({ keyFrame: true }));
    // The second argument is newer than the type definitions.
    const setParameters: SetParametersWithOptions = sender.setParameters.bind(sender);
    await setParameters(parameters, { encodingOptions });
  });
}
