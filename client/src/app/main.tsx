import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { config } from "./config.ts";
import { fetchPart, loadAnew } from "./fetching.ts";
import { startI18n } from "./i18n/index.ts";
import { missingAbilities } from "./media/browserSupport.ts";
import { openVault, RecentRooms } from "./rooms/index.ts";
import { Framed } from "./screens/Framed.tsx";
import { keepShell } from "../shell/register.ts";
import { ServicesProvider } from "./services.ts";
import { allowOwnScriptsOnly } from "./trustedTypes.ts";
import "./theme/tokens.css";
import "./theme/base.css";

async function start(): Promise<void> {
  allowOwnScriptsOnly(globalThis as Parameters<typeof allowOwnScriptsOnly>[0], location.origin);
  const root = document.getElementById("app");
  if (root === null) throw new Error("the page has no #app");
  await startI18n(localStorage, navigator.languages);
  if (window.top !== window.self) {
    // Calls in other pages have an entry of their own, which asks who they are.
    createRoot(root).render(<Framed link={location.href} />);
    return;
  }
  const recentRooms = new RecentRooms(openVault("sotto-rooms"));
  void recentRooms.load();
  const services = {
    recentRooms,
    loadCall: () => fetchPart(() => import("./callParts.ts")),
    servers: { keyserverUrl: config.keyserverUrl, sfuUrl: config.sfuUrl },
    rotateSeconds: config.rotateSeconds,
    relays: config.relays,
    captureSource: navigator.mediaDevices as MediaDevices | undefined,
    storage: localStorage,
    missing: await missingAbilities(globalThis),
    isMac: /Mac|iPhone|iPad/.test(navigator.userAgent),
  };
  createRoot(root).render(
    <StrictMode>
      <ServicesProvider value={services}>
        <App />
      </ServicesProvider>
    </StrictMode>,
  );
}

start().then(keepShell, loadAnew);
