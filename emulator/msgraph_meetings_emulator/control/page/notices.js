// Header notices about differences from a new emulator, because one of them can be why a program fails.

import { byId } from "./dom.js";

/** Show in the header what was changed in a panel; an empty text hides the notice. */
export function notice(panel, text) {
  const link = byId(`notice-${panel}`);
  if (link.textContent !== text) link.textContent = text;
  link.hidden = !text;
}
