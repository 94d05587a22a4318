import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../sdk/index.ts";
import { type CapturedDisplay, captureDisplay } from "../../sdk/screen/index.ts";
import { goTo } from "../hooks/useRoute.ts";
import { useChoices } from "../hooks/useChoices.ts";
import { Unsupported } from "../screens/Unsupported.tsx";
import { useServices } from "../services.ts";
import { toast } from "../ui/toast.ts";
import { isProtected } from "../state/linkInput.ts";
import { Ended } from "./Ended.tsx";
import { useEmbeddedSession } from "./hooks/useEmbeddedSession.ts";
import { presentedBefore, rememberPresenting } from "./presenting.ts";
import { PasswordPage } from "./PasswordPage.tsx";
import { Ready } from "./Ready.tsx";
import { SessionScreen } from "./SessionScreen.tsx";
import { type Door, sessionLink } from "./state/links.ts";

export interface SessionProps {
  /** Of the room behind the session. */
  readonly link: string;
  readonly door: Door;
  /** What the person has chosen to share, by the click that led here. */
  readonly captured?: CapturedDisplay | undefined;
  /** Of a session that was just made; "" where there is none, or it is not known. */
  readonly password?: string | undefined;
}

type Stage =
  | { readonly name: "password" }
  | { readonly name: "ready" }
  | { readonly name: "joining" }
  | { readonly name: "call"; readonly call: Call; readonly captured: CapturedDisplay | undefined }
  | { readonly name: "ended"; readonly code: string | undefined };

/**
 * A session about a shared screen: no camera, no microphone, no page before it. Viewers receive only; who is handed the
 * presenting comes in anew, with a call that may send.
 */
export function Session({ link, door, captured, password: made = "" }: SessionProps) {
  const { t } = useTranslation();
  const { loadCall, servers, rotateSeconds, relays, missing, embedding } = useServices();
  const [choices, changeChoices] = useChoices();
  const doorStep: Stage =
    door === "present" && captured === undefined ? { name: "ready" } : { name: "joining" };
  const asksPassword = isProtected(link);
  /** Kept for coming back, and no longer than this page. */
  const [password, setPassword] = useState(made);
  const [stage, setStage] = useState<Stage>(asksPassword && made === "" ? { name: "password" } : doorStep);
  /** The name that a viewer gave here; else they are somebody. */
  const [name, setName] = useState("");
  const [isResumed] = useState(presentedBefore);

  const begun = useRef(false);
  const enter = async (screen: CapturedDisplay | undefined, as = name) => {
    begun.current = true;
    setStage({ name: "joining" });
    const parts = await loadCall().catch(() => undefined);
    if (parts === undefined) return setStage({ name: "ended", code: "app/not-loaded" });
    const presents = screen !== undefined;
    const given = as === "" && presents ? choices.name : as;
    const call = parts.joinCall(link, {
      displayName: given === "" ? t(presents ? "session.presenterName" : "common.noName") : given,
      ...{ servers, rotateSeconds, relayOnly: relays && choices.relayOnly },
      ...(asksPassword && { password }),
      receiveOnly: !presents,
      // A viewer who is here first is no host by that.
      waitForCall: !presents,
      // Of a session that begins with this: nobody but presenters shows anything.
      ...(presents && { policy: { share: "hosts" as const } }),
    });
    rememberPresenting(presents);
    setStage({ name: "call", call, captured: screen });
  };

  useEffect(() => {
    if (begun.current || missing.length > 0 || stage.name !== "joining") return;
    void enter(captured);
  });

  /** A reload ends the call, and not the presenting. */
  const isUnloading = useRef(false);
  const call = stage.name === "call" ? stage.call : undefined;
  useEffect(() => {
    if (call === undefined) return;
    const leave = () => void call.leave();
    const unload = () => {
      isUnloading.current = true;
      leave();
    };
    addEventListener("pagehide", unload);
    return () => {
      removeEventListener("pagehide", unload);
      leave();
    };
  }, [call]);

  const present = () => {
    captureDisplay(choices.shareSound, choices.shareMotion).then(enter, (error: unknown) => {
      // The person changed their mind in the browser's own dialog.
      if (error instanceof DOMException && error.name === "NotAllowedError") return;
      toast.error(t("screen.failed"), { id: "screen-failed", duration: 8000 });
    });
  };
  const end = useCallback(
    (code: string | undefined) => {
      if (isUnloading.current) return;
      rememberPresenting(false);
      embedding?.ended(code === undefined ? { page: "left" } : { page: "problem", code });
      setStage({ name: "ended", code });
    },
    [embedding],
  );
  useEmbeddedSession({
    ...{ call, name, setName },
    join: () => (door === "watch" ? void enter(undefined) : present()),
    leave: () => end(undefined),
  });

  const viewerLink = sessionLink(link, "watch");
  if (missing.length > 0) return <Unsupported link={viewerLink} missing={missing} />;
  switch (stage.name) {
    case "password":
      return (
        <PasswordPage
          onPassword={(given) => {
            setPassword(given);
            begun.current = false;
            setStage(doorStep);
          }}
        />
      );
    case "ready":
      return (
        <Ready isResumed={isResumed} choices={choices} onChangeChoices={changeChoices} onStart={present} />
      );
    case "joining":
      return null;
    case "call":
      return (
        <SessionScreen
          key={callKey(stage.call)}
          link={viewerLink}
          password={asksPassword ? password : ""}
          onPassword={() => setStage({ name: "password" })}
          call={stage.call}
          captured={stage.captured}
          choices={choices}
          onChangeChoices={changeChoices}
          onPresent={present}
          onName={(given) => {
            setName(given);
            void enter(undefined, given);
          }}
          onEnd={end}
          onRejoin={() => void enter(undefined)}
        />
      );
    case "ended":
      return (
        <Ended
          code={stage.code}
          onBack={() => {
            if (door === "present") goTo(new URL(viewerLink).hash);
            else void enter(undefined);
          }}
        />
      );
  }
}

const keys = new WeakMap<Call, number>();
let lastKey = 0;

/** A number for each call: another call is another screen. */
function callKey(call: Call): number {
  const known = keys.get(call) ?? (lastKey += 1);
  keys.set(call, known);
  return known;
}
