// The service panel: rate limit, meetings per month, token lifetime, cloud.

import { byId, make, plural } from "./dom.js";
import { notice } from "./notices.js";
import { ask } from "./service.js";

const SETTINGS = ["cloud", "meetings_a_month", "token_lifetime"];

/** Set up the panel; `act` runs the action of a button, `clouds` are the names of the clouds. */
export function start(act, clouds) {
  byId("setting-cloud").append(...clouds.map((name) => make("option", {}, name)));
  for (const name of SETTINGS) {
    byId(`setting-${name}`).addEventListener("change", ({ target }) => {
      const value = target.type === "number" ? target.valueAsNumber : target.value;
      act(() => ask("PATCH", "settings", { [name]: value }), `Set ${name}.`);
    });
  }
  byId("limit-set").addEventListener("submit", (event) => {
    event.preventDefault();
    const limit = { rate: byId("limit-rate").valueAsNumber, seconds: byId("limit-seconds").valueAsNumber };
    act(() => ask("PUT", "throttle", limit), "Limited the requests.");
  });
  byId("limit-lift").addEventListener("click", () => act(() => ask("DELETE", "throttle"), "Lifted the limit."));
}

/** Show the current limits; a field that has the focus is not changed. */
export function show(settings, limit) {
  const seconds = limit?.seconds === 1 ? "a second" : `in ${limit?.seconds} s`;
  byId("service-limit").textContent = limit ? `${plural(limit.rate, "request")} ${seconds}` : "no limit on requests";
  notice("service", limit ? `Rate limit: ${plural(limit.rate, "request")} ${seconds}` : "");
  const lift = byId("limit-lift");
  if (!limit && document.activeElement === lift) byId("service").focus();
  lift.hidden = !limit;
  for (const name of SETTINGS) {
    const input = byId(`setting-${name}`);
    if (input !== document.activeElement || input.tagName === "SELECT") input.value = settings[name];
  }
}
