/** The app with a call that a test holds in its hand, for what the screen of a call shows and does. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../../src/app/App.tsx";
import { aCallState, aPerson, LIVE, oneself, SILENT } from "../../src/app/fixtures/people.ts";
import { startI18n } from "../../src/app/i18n/index.ts";
import { CallControls } from "../../src/app/media/CallControls.ts";
import { CallScreen } from "../../src/app/screens/call/CallScreen.tsx";
import { type AppServices, ServicesProvider } from "../../src/app/services.ts";
import type { CallState, JoinOptions, Person } from "../../src/sdk/index.ts";
import { cameraPicture, screenPicture } from "./pictures.ts";
import { StageCall } from "./StageCall.ts";
import "../../src/app/theme/tokens.css";
import "../../src/app/theme/base.css";

const NAMES = [
  ...[
    "Ana",
    "Ben Okafor",
    "Chiara Lombardi",
    "Dmitri",
    "Elif Yılmaz",
    "Fatima",
    "Gustavo Pereira de Almeida",
  ],
  ...[
    "Hana",
    "Ivo",
    "Jun Sato",
    "Kateryna",
    "Luca",
    "Mei",
    "Noor",
    "Olu",
    "Priya",
    "Quentin",
    "Rosa",
    "Sven",
  ],
  ...[
    "Tomás",
    "Uma",
    "Viktor",
    "Wanjiru",
    "Xin",
    "Yara",
    "Zoë",
    "Åsa",
    "Bo",
    "Cy",
    "Di",
    "Eko",
    "Fen",
    "Gil",
  ],
];

/** What a test can do to the call. */
export interface StageHands {
  readonly call: StageCall;
  change(name: string, changes: Partial<Person>): void;
  become(changes: Partial<CallState>): void;
  /** Somebody begins to share, or stops. */
  share(name: string, on: boolean, paused?: boolean): void;
  /** As many are in the call, oneself included. */
  crowd(count: number): void;
}

const wanted = Number(new URLSearchParams(location.search).get("people") ?? 4);

function someone(at: number): Person {
  const name = NAMES[at % NAMES.length] ?? "";
  const displayName = at < NAMES.length ? name : `${name} ${Math.floor(at / NAMES.length) + 1}`;
  return aPerson(displayName, {
    leaf: at + 1,
    microphone: at % 3 === 2 ? SILENT : LIVE,
    camera: at % 4 === 3 ? SILENT : { ...LIVE, track: cameraPicture(at * 47) },
  });
}

function joinCall(_link: string, options: JoinOptions): StageCall {
  const self = oneself(options.displayName, {
    microphone: options.microphone ? LIVE : SILENT,
    camera: options.camera ? { ...LIVE, track: options.camera } : SILENT,
  });
  const others = Array.from({ length: wanted - 1 }, (_, at) => someone(at));
  const since = Date.now() - 12_000;
  const call = new StageCall(aCallState([self, ...others], { epoch: { number: 7, since } }));
  const stage: StageHands = {
    call,
    change: (name, changes) => call.change(name, changes),
    become: (changes) => call.become({ ...call.state, ...changes }),
    share: (name, on, paused = false) =>
      call.change(name, {
        screen: on ? { ...LIVE, track: screenPicture(`${name}'s plan`), paused } : SILENT,
      }),
    crowd: (count) => {
      const [own, ...rest] = call.state.people;
      if (own === undefined) return;
      const more = Array.from({ length: count - 1 }, (_, at) => rest[at] ?? someone(at));
      call.become({ ...call.state, people: [own, ...more] });
    },
  };
  Object.assign(window, { stage });
  return call;
}

async function start(): Promise<void> {
  await startI18n(localStorage, navigator.languages);
  const services: AppServices = {
    loadCall: async () => ({ CallControls, CallScreen, joinCall }),
    servers: { keyserverUrl: "", sfuUrl: "" },
    rotateSeconds: 30,
    relays: false,
    captureSource: navigator.mediaDevices,
    storage: localStorage,
    missing: [],
    isMac: false,
  };
  const root = document.getElementById("app");
  if (root === null) throw new Error("the page has no #app");
  createRoot(root).render(
    <StrictMode>
      <ServicesProvider value={services}>
        <App />
      </ServicesProvider>
    </StrictMode>,
  );
}

void start();
