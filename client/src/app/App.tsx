import { useState } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import styles from "./App.module.css";
import { appAddress, goTo, useRoute } from "./hooks/useRoute.ts";
import { roomHash } from "./router/route.ts";
import { newRoom } from "./state/linkInput.ts";
import { Problem } from "./screens/Problem.tsx";
import { Room } from "./screens/Room.tsx";
import { LaterSession } from "./session/later.ts";
import { useNewSession } from "./session/useNewSession.ts";
import { Start } from "./screens/Start.tsx";
import { useCopyLink } from "./hooks/useCopyLink.ts";
import { LaterToasts } from "./ui/later.tsx";

/** 32 random bytes make a room that nobody can guess. */
const SECRET_BYTES = 32;

/** The whole app: one screen per route. */
export function App() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <Screen />
      <LaterToasts className={styles.toasts ?? ""} />
    </I18nProvider>
  );
}

function Screen() {
  const route = useRoute();
  const copyLink = useCopyLink();
  const [own, setOwn] = useState<{ readonly link: string; readonly password: string }>();

  const newCall = (password = "") => {
    const link = newRoom(appAddress(), crypto.getRandomValues(new Uint8Array(SECRET_BYTES)), password);
    setOwn({ link, password });
    copyLink(link);
    goTo(roomHash(link));
  };

  const session = useNewSession();

  switch (route.name) {
    case "start":
      return (
        <Start
          onNewCall={newCall}
          onShareScreen={session.start}
          onOpenLink={(link) => goTo(roomHash(link))}
        />
      );
    case "room":
      return (
        <Room
          key={route.link}
          link={route.link}
          isNew={route.link === own?.link}
          password={route.link === own?.link ? own.password : ""}
          onNewCall={() => newCall()}
        />
      );
    case "session": {
      const own = route.link === session.own?.link ? session.own : undefined;
      return (
        <LaterSession
          key={`${route.door} ${route.link}`}
          {...{ link: route.link, door: route.door, captured: own?.captured, password: own?.password }}
        />
      );
    }
    case "brokenLink":
      return <Problem code={route.problem} />;
    case "unknown":
      return <Problem code="unknownPage" />;
  }
}
