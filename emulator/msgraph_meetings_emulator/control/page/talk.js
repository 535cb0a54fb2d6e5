// Messages of the page: confirmations, errors, and questions before something is deleted.

import { byId } from "./dom.js";

const SHOWN_MILLISECONDS = 6000;
const timers = new Map();

function show(id, sentence) {
  const place = byId(id);
  place.textContent = sentence;
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => { place.textContent = ""; }, SHOWN_MILLISECONDS));
}

export const said = (sentence) => show("said", sentence);
export const failed = (sentence) => show("failed", sentence);

/** Announce to a screen reader something that is visible on the page. */
export const whisper = (sentence) => { byId("news").textContent = sentence; };

/** Ask before something is deleted; true if the user confirms. */
export function confirmed(title, text, word) {
  const dialog = byId("confirm");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = word;
  return new Promise((resolve) => {
    const answer = (yes) => { dialog.returnValue = yes ? "yes" : "no"; dialog.close(); };
    byId("confirm-yes").onclick = () => answer(true);
    byId("confirm-no").onclick = () => answer(false);
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
