/** `embed.html`: the app as part of another page. */
import { createRoot } from "react-dom/client";
import { I18nProvider } from "react-aria-components";
import { asLinkSecret, makeLink } from "@sotto/shared/ids";
import i18next from "i18next";
import { config } from "../../app/config.ts";
import { fetchPart, loadAnew } from "../../app/fetching.ts";
import { startI18n } from "../../app/i18n/index.ts";
import { missingAbilities } from "../../app/media/browserSupport.ts";
import { Framed } from "../../app/screens/Framed.tsx";
import { Problem } from "../../app/screens/Problem.tsx";
import { Room } from "../../app/screens/Room.tsx";
import { type AppServices, ServicesProvider } from "../../app/services.ts";
import { readLink } from "../../app/state/linkInput.ts";
import { LaterSession } from "../../app/session/later.ts";
import { readDoor } from "../../app/session/state/links.ts";
import { allowOwnScriptsOnly } from "../../app/trustedTypes.ts";
import { LaterToasts } from "../../app/ui/later.tsx";
import styles from "../../app/App.module.css";
import { readFrameHash } from "../protocol/index.ts";
import { admit } from "./admission.ts";
import { EmbedController } from "./EmbedController.ts";
import { greet } from "./greet.ts";
import { applyLook, seeColour } from "./look.ts";
import { honestSource, withheldByPages } from "./pagePolicy.ts";
import { frameStorage } from "./storage.ts";
import { applyTheme } from "./theme.ts";
import "../../app/theme/tokens.css";
import "../../app/theme/base.css";

/** 32 random bytes make a room that nobody can guess. */
const SECRET_BYTES = 32;
/** Where links lead: the app beside this page. */
const app = new URL("./", location.href).href;

async function start(): Promise<void> {
  allowOwnScriptsOnly(globalThis as Parameters<typeof allowOwnScriptsOnly>[0], location.origin);
  const element = document.getElementById("app");
  if (element === null) throw new Error("the page has no #app");
  const root = createRoot(element);
  const { hash } = location;
  const route = readFrameHash(hash);
  const fragment = route === undefined ? hash : `#/${route.door}/${route.roomSecret ?? ""}`;

  const admission = admit({
    hash,
    isFramed: window.top !== window.self,
    parentIsTop: window.parent === window.top,
    ancestors: ancestorsOf(location),
    allowed: config.embedOrigins,
  });
  if (admission.kind === "refused") {
    await startI18n(frameStorage(storageOf(window), {}), navigator.languages);
    root.render(
      <Framed link={`${app}${route !== undefined && route.roomSecret === undefined ? "" : fragment}`} />,
    );
    return;
  }

  const connected = admission.kind === "plain" ? undefined : await greet(window, admission.route);
  const storage = frameStorage(storageOf(window), connected?.options ?? {});
  await startI18n(storage, navigator.languages);
  applyTheme(connected?.options.theme, document.styleSheets, document.documentElement);
  const { style } = document.documentElement;
  const sense = {
    supports: (property: string, value: string) => CSS.supports(property, value),
    colourOf: (value: string) => seeColour(document, value),
  };
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink");
  applyLook(connected?.options.look ?? {}, style, sense, ink);
  const withheld = withheldByPages(document as Parameters<typeof withheldByPages>[0]);
  const embedding =
    connected &&
    new EmbedController(connected.options, connected.port, {
      withheld,
      hasClick: () => navigator.userActivation.isActive,
      later: (run, ms) => setTimeout(run, ms),
    });
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const services: AppServices = {
    loadCall: () => fetchPart(() => import("../../app/callParts.ts")),
    servers: { keyserverUrl: config.keyserverUrl, sfuUrl: config.sfuUrl },
    rotateSeconds: config.rotateSeconds,
    relays: config.relays,
    captureSource: devices && honestSource(devices, withheld),
    storage,
    missing: await missingAbilities(globalThis),
    isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
    ...(embedding !== undefined && { embedding }),
  };
  const makesRoom = route !== undefined && route.roomSecret === undefined;
  const session = readDoor(fragment);
  const read = makesRoom ? { link: newLink() } : readLink(session?.room ?? fragment, app);
  if ("problem" in read) embedding?.failed(read.problem);
  const newCall = () => window.open(app, "_blank", "noopener");
  root.render(
    <ServicesProvider value={services}>
      <I18nProvider locale={i18next.language}>
        {"link" in read && session !== undefined ? (
          <LaterSession link={read.link} door={session.door} />
        ) : "link" in read ? (
          <Room link={read.link} isNew={makesRoom} onNewCall={newCall} />
        ) : (
          <Problem code={read.problem} />
        )}
        <LaterToasts className={styles.toasts ?? ""} />
      </I18nProvider>
    </ServicesProvider>,
  );
}

function newLink(): string {
  return makeLink(app, asLinkSecret(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
}

/** Firefox did not say for long. */
function ancestorsOf(place: { readonly ancestorOrigins?: DOMStringList }): readonly string[] | undefined {
  return place.ancestorOrigins === undefined ? undefined : [...place.ancestorOrigins];
}

/** Browsers may keep storage from frames. */
function storageOf(frame: Window): Storage | undefined {
  try {
    return frame.localStorage;
  } catch {
    return undefined;
  }
}

start().catch(loadAnew);
