// What differs from a new emulator, in the header: it may be why a program fails.

import { byId } from "./dom.js";

/** Say in the header what a panel has changed; an empty text says that nothing is. */
export function notice(panel, text) {
  const link = byId(`notice-${panel}`);
  if (link.textContent !== text) link.textContent = text;
  link.hidden = !text;
}
