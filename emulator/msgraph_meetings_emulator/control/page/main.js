// The page: polls for changes every second, and shows them.

import * as clock from "./clock.js";
import { byId } from "./dom.js";
import * as faults from "./faults.js";
import * as limits from "./limits.js";
import * as meetings from "./meetings.js";
import * as requests from "./requests.js";
import { ask, Refused } from "./service.js";
import { confirmed, failed, said } from "./talk.js";
import * as tenant from "./tenant.js";

const EVERY_MILLISECONDS = 1000;
const PATIENCE = 3; // the pause is at least this many times the duration of the last poll
const STATES = { live: "Live", lost: "No answer, trying again", waiting: "Connecting" };

let shown = null; // the revision on the page
let looking = Promise.resolve();

/** Run the action of a button, confirm it and show its effect at once; false if the emulator refused. */
async function act(work, sentence) {
  try {
    const answer = await work();
    if (sentence) said(typeof sentence === "function" ? sentence(answer) : sentence);
    await look();
    return true;
  } catch (problem) {
    failed(problem instanceof Refused ? problem.message : "The emulator does not answer.");
    return false;
  }
}

/** Poll the emulator, one poll at a time. */
function look() {
  looking = looking.then(once, once);
  return looking;
}

async function once() {
  try {
    const changes = await ask("GET", "changes");
    clock.show(changes);
    await requests.follow(changes.journal);
    if (changes.revision !== shown) await everything();
    shown = changes.revision;
    contact("live");
  } catch (problem) {
    contact("lost");
    if (!(problem instanceof Refused || problem instanceof TypeError)) throw problem;
  }
}

async function everything() {
  const paths = ["meetings", "directory", "faults", "settings", "throttle"];
  const [found, directory, armed, settings, limit] = await Promise.all(paths.map((path) => ask("GET", path)));
  meetings.show(found, directory);
  faults.show(armed);
  tenant.show(settings);
  limits.show(settings, limit);
}

function contact(state) {
  const place = byId("contact");
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = STATES[state];
}

async function reset() {
  const text = "This removes meetings, requests, faults, users, applications and settings, and sets the clock back. Keys stay.";
  if (await confirmed("Reset the emulator?", text, "Reset everything")) act(() => ask("POST", "reset"), "Reset the emulator.");
}

async function start() {
  byId("endpoint").textContent = location.origin;
  const words = await ask("GET", "page/words");
  requests.start(act, words.environment);
  meetings.start(act, words.properties);
  clock.start(act);
  faults.start(act, words.faults);
  tenant.start(act, words);
  limits.start(act, words.clouds);
  byId("reset").addEventListener("click", reset);
  document.addEventListener("visibilitychange", look);
  await look();
  setTimeout(again, EVERY_MILLISECONDS);
}

async function again() {
  const began = performance.now();
  try {
    if (!document.hidden) await look();
  } finally {
    // Poll a slow emulator less often.
    setTimeout(again, Math.max(EVERY_MILLISECONDS, PATIENCE * (performance.now() - began)));
  }
}

start();
