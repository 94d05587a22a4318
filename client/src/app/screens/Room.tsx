import { useCallback, useEffect, useRef, useState } from "react";
import type { Call } from "../../sdk/index.ts";
import { type ChangeChoices, useChoices } from "../hooks/useChoices.ts";
import { useRememberedRoom } from "../hooks/useRememberedRoom.ts";
import type { CallControls, OwnMedia } from "../media/CallControls.ts";
import { LocalDevices } from "../media/LocalDevices.ts";
import { makeProcessor } from "../media/makeProcessor.ts";
import { type CaptureWishes, captureWishes, ProcessedSource } from "../media/ProcessedSource.ts";
import { type CallParts, useServices } from "../services.ts";
import { chosenDevices } from "../state/choices.ts";
import type { Ending } from "../state/ending.ts";
import { isProtected } from "../state/linkInput.ts";
import { clearToasts } from "../ui/toast.ts";
import { Left } from "./Left.tsx";
import { PreJoin } from "./prejoin/PreJoin.tsx";
import { Problem } from "./Problem.tsx";
import { Unsupported } from "./Unsupported.tsx";

export interface RoomProps {
  readonly link: string;
  /** The person has just made this link. */
  readonly isNew: boolean;
  /** Of a room that was just made; "" where there is none, or it is not known. */
  readonly password?: string;
  readonly onNewCall: () => void;
}

type Stage =
  | { readonly name: "prejoin" }
  | {
      readonly name: "call";
      readonly parts: CallParts;
      readonly call: Call;
      readonly controls: CallControls;
    }
  | { readonly name: "ended"; readonly ending: Ending };

/** Everything behind one link: before, in and after the call. */
export function Room({ link, isNew, password: made = "", onNewCall }: RoomProps) {
  const { recentRooms, loadCall, servers, rotateSeconds, relays, captureSource, missing, embedding } =
    useServices();
  const [choices, changeChoices] = useChoices();
  const [wishes] = useState<CaptureWishes>(() => captureWishes(choices));
  const [devices] = useState(() => {
    const source = captureSource && new ProcessedSource(captureSource, wishes, makeProcessor);
    return new LocalDevices(source, chosenDevices(choices), wishes);
  });
  const change: ChangeChoices = useCallback(
    (part) => {
      // Before anything is opened anew.
      Object.assign(wishes, captureWishes({ ...wishes, ...part }));
      changeChoices(part);
    },
    [wishes, changeChoices],
  );
  const [stage, setStage] = useState<Stage>({ name: "prejoin" });
  /** The name that the embedding page last gave: the field begins anew with it. */
  const [nameGiven, setNameGiven] = useState("");
  /** Kept for coming back, and no longer than this page. */
  const [password, setPassword] = useState(made);
  const asksPassword = isProtected(link);
  const [skips, setSkips] = useState(
    embedding?.skipsPrejoin === true && choices.name !== "" && !asksPassword,
  );

  useEffect(() => {
    const unwatch = devices.watch();
    return () => {
      unwatch();
      devices.closeBoth();
    };
  }, [devices]);

  useEffect(() => {
    // Fetched while the person types a name; if that fails, joining tries again and says so.
    loadCall().catch(() => undefined);
  }, [loadCall]);

  const call = stage.name === "call" ? stage.call : undefined;
  useRememberedRoom(recentRooms, link, call);
  useEffect(() => {
    if (call === undefined) return;
    const leave = () => void call.leave();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [call]);

  const enter = async (displayName: string, key = password): Promise<CallControls | undefined> => {
    const parts = await loadCall().catch(() => undefined);
    if (parts === undefined) {
      setStage({ name: "ended", ending: { page: "problem", code: "app/not-loaded" } });
      return undefined;
    }
    const { microphone, camera } = devices.state.value;
    const joined = parts.joinCall(link, {
      displayName,
      password: key,
      servers,
      rotateSeconds,
      relayOnly: relays && choices.relayOnly,
      microphone: microphone.track ?? null,
      camera: camera.track ?? null,
    });
    const controls = new parts.CallControls(joined, devices);
    void controls.adoptOpening();
    setStage({ name: "call", parts, call: joined, controls });
    return controls;
  };

  const lastMedia = useRef<OwnMedia>(undefined);
  const lastControls = stage.name === "call" ? stage.controls : undefined;
  useEffect(() => {
    if (lastControls === undefined) return;
    const keep = () => {
      lastMedia.current = lastControls.state.value;
    };
    keep();
    return lastControls.state.subscribe(keep);
  }, [lastControls]);

  const join = (name: string, key = password) => {
    changeChoices({ ...devices.state.value.chosen, name });
    setPassword(key);
    void enter(name, key);
  };

  const rejoin = async () => {
    // As it was before, never more open: also not if a host or the loss of a device had closed it.
    const { microphoneOn, cameraOn } = lastMedia.current ?? choices;
    const controls = await enter(choices.name);
    if (microphoneOn) void controls?.setMicrophone(true);
    if (cameraOn) void controls?.setCamera(true);
  };

  const begun = useRef(false);
  const begin = () => {
    if (begun.current) return;
    begun.current = true;
    void rejoin().finally(() => setSkips(false));
  };

  const end = useCallback(
    (ending: Ending) => {
      devices.closeBoth();
      clearToasts();
      embedding?.ended(ending);
      setStage({ name: "ended", ending });
    },
    [devices, embedding],
  );

  const inCall = stage.name === "call" ? stage : undefined;
  useEffect(() => {
    return inCall === undefined ? undefined : embedding?.callBegan(inCall.call, inCall.controls);
  }, [inCall, embedding]);
  useEffect(() => {
    embedding?.roomDrawn({
      ...{ devices, inCall: inCall !== undefined, name: choices.name },
      setName: (name) => {
        changeChoices({ name });
        setNameGiven(name);
      },
      join: () => {
        if (stage.name !== "prejoin") void rejoin();
        else if (skips) begin();
        else join(choices.name);
      },
      leave: () => end({ page: "left" }),
    });
  });
  useEffect(() => {
    if (skips && embedding?.waitsToJoin !== true) begin();
  });

  if (missing.length > 0) return <Unsupported link={link} missing={missing} />;
  switch (stage.name) {
    case "prejoin":
      if (skips) return null;
      return (
        <PreJoin
          key={nameGiven}
          link={link}
          isNew={isNew}
          devices={devices}
          choices={choices}
          password={password}
          asksPassword={asksPassword}
          onChangeChoices={change}
          onJoin={join}
        />
      );
    case "call":
      return (
        <stage.parts.CallScreen
          link={link}
          call={stage.call}
          controls={stage.controls}
          devices={devices}
          choices={choices}
          onChangeChoices={change}
          onEnd={end}
          onRejoin={() => {
            devices.closeBoth();
            void rejoin();
          }}
          onNewCall={onNewCall}
        />
      );
    case "ended":
      return stage.ending.page === "left" ? (
        <Left reason={stage.ending.reason} onRejoin={() => void rejoin()} onNewCall={onNewCall} />
      ) : (
        <Problem
          code={stage.ending.code}
          // Whoever is shut out only knocks at a closed door.
          {...(stage.ending.code !== "call/banned" && { onTryAgain: () => setStage({ name: "prejoin" }) })}
        />
      );
  }
}
