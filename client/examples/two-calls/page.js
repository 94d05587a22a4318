/* global document, getComputedStyle, location, URLSearchParams */
/** Two calls in a page: one by the element, one by the function. Sotto's address is in `?sotto=`, else `npm start`'s. */
const sotto = new URL(new URLSearchParams(location.search).get("sotto") ?? "http://127.0.0.1:5173").origin;
const NAMES = ["ready", "joined", "left", "participant-count", "microphone-toggle", "connection", "error"];
/** Lines that are kept of what was heard. */
const MOST_LINES = 12;

const script = document.createElement("script");
script.src = `${sotto}/embed.js`;
script.onload = begin;
script.onerror = () => {
  for (const state of document.querySelectorAll(".state")) state.textContent = `Nothing answers at ${sotto}`;
};
document.head.append(script);

function begin() {
  const element = document.querySelector("#consultation");
  follow("Consultation", element, element, (name, hear) =>
    element.addEventListener(name, ({ detail }) => hear(detail)),
  );
  // The page never learns the key of a room that is made in the frame; people invite others from there.
  element.server = sotto;

  const place = document.querySelector("#team");
  const call = globalThis.SottoEmbed.createCall(place, {
    server: sotto,
    userInfo: { displayName: "Imani", externalId: "staff-4" },
    video: false,
    hide: ["settings-button"],
    look: colours(place),
  });
  follow("Team room", place, call, (name, hear) => call.on(name, hear));
}

/** The page's buttons and lines for one call. */
function follow(title, place, call, on) {
  const section = place.closest("section");
  const state = section.querySelector(".state");
  const deeds = section.querySelector(".deeds");
  const buttons = [
    ["Microphone", () => call.toggleMicrophone()],
    ["Chat", () => call.toggleChat()],
    ["People", () => call.togglePeople()],
    ["Leave", () => call.leave()],
  ].map(([text, act]) => {
    const button = document.createElement("button");
    Object.assign(button, { textContent: text, type: "button", disabled: true });
    button.addEventListener("click", () => act().catch(({ code }) => write(title, code, {})));
    return button;
  });
  deeds.append(...buttons);
  const inCall = (yes) => {
    for (const button of buttons) button.disabled = !yes;
  };
  const words = {
    ready: () => "Ready when you are.",
    joined: ({ displayName }) => `In the call as ${displayName}.`,
    left: () => "You have left.",
    error: ({ name }) => `It did not work: ${name}`,
  };
  for (const name of NAMES)
    on(name, (detail) => {
      if (name in words) {
        state.textContent = words[name](detail);
        inCall(name === "joined");
      }
      if (name !== "ready") write(title, name, detail);
    });
}

function write(title, name, detail) {
  const line = document.createElement("li");
  line.textContent = `${title} · ${name} ${JSON.stringify(detail)}`;
  const log = document.querySelector("#log");
  log.prepend(line);
  while (log.childElementCount > MOST_LINES) log.lastElementChild.remove();
}

/** What the element reads for itself. */
function colours(place) {
  const style = getComputedStyle(place);
  return {
    accent: style.getPropertyValue("--sotto-accent").trim(),
    radius: style.getPropertyValue("--sotto-radius").trim(),
  };
}
