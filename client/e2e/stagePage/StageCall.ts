import { FixtureCall } from "../../src/app/fixtures/FixtureCall.ts";
import { LIVE, SILENT } from "../../src/app/fixtures/people.ts";
import type {
  CallState,
  ChatFacet,
  Person,
  ScreenFacet,
  StatsFacet,
  StreamStats,
  ViewFacet,
} from "../../src/sdk/index.ts";
import { screenPicture } from "./pictures.ts";

/** A call without a network that does what it is asked, so that the screen of a call can be used. */
export class StageCall extends FixtureCall {
  readonly chat: ChatFacet = {
    send: async (text) => {
      const { chat } = this.state;
      const self = this.state.people.find(({ isSelf }) => isSelf);
      const message = { id: `m${chat.length}`, from: self?.key ?? "", name: "", text, at: Date.now() };
      this.become({ ...this.state, chat: [...chat, { ...message, mine: true, failed: false }] });
    },
  };
  readonly screen: ScreenFacet = {
    start: async (options) => {
      this.asked.push(`screen.start ${options.motion} ${options.audio}`);
      await this.screen.startTracks(screenPicture("What I share"), null);
    },
    startTracks: async (track) => {
      track.addEventListener("ended", () => void this.screen.stop());
      this.self({ screen: { ...LIVE, track } });
    },
    stop: async () => {
      this.asked.push("screen.stop");
      this.self({ screen: SILENT });
    },
    setMotion: async (motion) => {
      this.asked.push(`screen.setMotion ${motion}`);
    },
    pause: async (paused) => {
      const { screen } = this.state.people.find(({ isSelf }) => isSelf) ?? {};
      if (screen !== undefined) this.self({ screen: { ...screen, paused } });
    },
  };
  readonly view: ViewFacet = {
    show: (participantKey, source, size) => {
      this.shown.set(`${source} ${participantKey}`, size);
    },
  };
  /** What is on screen, as the call was told. */
  readonly shown = new Map<string, { width: number; height: number } | null>();
  readonly stats: StatsFacet = {
    subscribe: (listener) => {
      const tell = () => listener(figuresOf(this.state));
      tell();
      const timer = setInterval(tell, 1000);
      return () => clearInterval(timer);
    },
  };

  override async setMicrophoneOn(on: boolean): Promise<void> {
    await super.setMicrophoneOn(on);
    this.self({ microphone: on ? LIVE : SILENT });
  }

  override async setCamera(track: MediaStreamTrack | null): Promise<void> {
    await super.setCamera(track);
    this.self({ camera: track === null ? SILENT : { ...LIVE, track } });
  }

  override setHand(on: boolean): void {
    super.setHand(on);
    this.self({ handSince: on ? Date.now() : 0 });
  }

  override async react(emoji: string): Promise<void> {
    const self = this.state.people.find(({ isSelf }) => isSelf);
    this.emit("reaction", { key: self?.key ?? "", emoji });
  }

  /** Changes somebody. */
  change(name: string, changes: Partial<Person>): void {
    const people = this.state.people.map((person) =>
      person.displayName === name ? { ...person, ...changes } : person,
    );
    this.become({ ...this.state, people });
  }

  self(changes: Partial<Person>): void {
    const people = this.state.people.map((person) => (person.isSelf ? { ...person, ...changes } : person));
    this.become({ ...this.state, people });
  }
}

function figuresOf({ people, epoch }: CallState): readonly StreamStats[] {
  return people.flatMap(({ key, isSelf, microphone, camera, screen }, at) => {
    const base = {
      participantKey: key,
      direction: isSelf ? ("send" as const) : ("receive" as const),
      paused: false,
      loss: at === 2 ? 0.031 : 0,
      jitterMs: 3 + at,
      roundTripMs: 38,
      cryptUs: 60 + 7 * at,
      framesRefused: at === 3 ? 2 : 0,
      ...(epoch !== undefined && { epoch: epoch.number }),
    };
    const voice = { ...base, source: "microphone" as const, codec: "opus", bitrate: 31_900 };
    const picture = { ...base, codec: "vp8", framerate: 30, layer: 2 };
    return [
      ...(microphone.on ? [voice] : []),
      ...(camera.on
        ? [{ ...picture, source: "camera" as const, bitrate: 1_240_000, width: 1280, height: 720 }]
        : []),
      ...(screen.on
        ? [{ ...picture, source: "screen" as const, bitrate: 820_000, width: 2560, height: 1440 }]
        : []),
    ];
  });
}
