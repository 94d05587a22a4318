import { useEffect, useState } from "react";
import type { Call } from "../../../sdk/index.ts";
import type { OwnMedia } from "../../media/CallControls.ts";
import { LocalDevices } from "../../media/LocalDevices.ts";
import { Observable } from "../../media/Observable.ts";
import { useServices } from "../../services.ts";

export interface EmbeddedSessionInput {
  readonly call: Call | undefined;
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly join: () => void;
  readonly leave: () => void;
}

/** Tells the page that a session is part of how it goes, and does what that page asks. There are no devices in a session. */
export function useEmbeddedSession({ call, name, setName, join, leave }: EmbeddedSessionInput): void {
  const { embedding } = useServices();
  const [devices] = useState(
    () => new LocalDevices(undefined, {}, { lowData: false, background: "none", noise: false }),
  );
  const [media] = useState(() => new Observable<OwnMedia>({ microphoneOn: false, cameraOn: false }));
  useEffect(
    () => (call === undefined ? undefined : embedding?.callBegan(call, { state: media })),
    [call, embedding, media],
  );
  useEffect(() => {
    embedding?.roomDrawn({ devices, inCall: call !== undefined, name, setName, join, leave });
  });
}
