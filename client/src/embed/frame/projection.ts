import type { CallState, Person } from "../../sdk/index.ts";
import type { EmbedParticipant, EmbedState } from "../protocol/index.ts";
import type { Aliases } from "./Aliases.ts";
import type { Cards } from "./Cards.ts";

/** What the frame itself adds to the call's state. */
export interface OwnView {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly panel: "people" | "chat" | undefined;
}

/** What this frame knows of people beside the call. */
export interface Known {
  readonly people: Aliases;
  readonly waiting: Aliases;
  readonly cards: Pick<Cards, "of">;
}

/** What an embedding page is shown of a call: picked out one by one, so that nothing new gets out by itself. */
export function project(
  state: Pick<CallState, "phase" | "media" | "encrypted" | "integrity" | "people" | "waiting">,
  own: OwnView,
  { people, waiting, cards }: Known,
): EmbedState {
  const self = state.people.find(({ isSelf }) => isSelf);
  return {
    phase: state.phase,
    connection: state.media,
    quality: self?.quality ?? "good",
    encrypted: state.encrypted,
    integrity: state.integrity,
    verified: state.people.filter(({ isSelf, verification }) => !isSelf && verification === "verified")
      .length,
    microphoneOn: own.microphoneOn,
    cameraOn: own.cameraOn,
    screenOn: self?.screen.on === true,
    handUp: (self?.handSince ?? 0) > 0,
    chatOpen: own.panel === "chat",
    peopleOpen: own.panel === "people",
    participants: state.people.map((person) => ({
      ...participant(person, people),
      ...cards.of(person.key),
    })),
    waiting: state.waiting.map(({ id, displayName }) => ({ id: waiting.aliasOf(id), displayName })),
  };
}

function participant(person: Person, aliases: Aliases): EmbedParticipant {
  const { displayName, isSelf, role, speaking, recording } = person;
  return {
    id: aliases.aliasOf(person.key),
    ...{ displayName, isSelf, role, speaking, recording },
    microphoneOn: person.microphone.on,
    cameraOn: person.camera.on,
    screenOn: person.screen.on,
    handUp: person.handSince > 0,
  };
}
