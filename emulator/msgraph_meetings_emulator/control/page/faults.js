// The faults panel: the armed faults, and a form that arms another one.

import { byId, make, plural, renews } from "./dom.js";
import { notice } from "./notices.js";
import { ask } from "./service.js";
import { failed } from "./talk.js";

const MATCH = ["method", "path", "times", "skip"];
const TOLD = new Set([...MATCH, "number", "met", "delay", "drip", "drop", "reset", "handshake", "after_work", "status", "headers", "cut"]);
const LONGEST = 60;

let presets = [];

/** Set up the panel; `act` runs the action of a button, `offered` are the preset faults. */
export function start(act, offered) {
  presets = offered;
  byId("fault-kind").append(...presets.map(({ name }, number) => make("option", { value: number }, name)));
  byId("fault-kind").addEventListener("change", choose);
  for (const id of ["fault-method", "fault-path", "fault-times", "fault-skip"]) byId(id).addEventListener("input", describe);
  byId("disarm-all").addEventListener("click", () => act(() => ask("DELETE", "faults"), "Disarmed every fault."));
  byId("faults-arm").addEventListener("submit", (event) => { event.preventDefault(); arm(act); });
  byId("faults-armed").addEventListener("click", (event) => {
    const number = event.target.closest("button")?.value;
    if (number) act(() => ask("DELETE", `faults/${number}`), `Disarmed fault ${number}.`);
  });
  choose();
}

/** Show the armed faults. */
export function show(armed) {
  if (!renews(byId("faults-armed"), armed)) return;
  const focused = byId("faults-armed").contains(document.activeElement) ? document.activeElement.value : null;
  notice("faults", armed.length ? `${plural(armed.length, "fault")} armed` : "");
  byId("faults-armed").replaceChildren(...armed.map(line));
  byId("faults-empty").hidden = armed.length > 0;
  byId("disarm-all").hidden = armed.length === 0;
  byId("faults-count").textContent = armed.length || "none armed";
  if (focused) (byId("faults-armed").querySelector(`button[value="${CSS.escape(focused)}"]`) ?? byId("faults")).focus();
}

const preset = () => presets[byId("fault-kind").value].fault;

/** Fill the form with the requests that a preset applies to. */
function choose() {
  const { method = "", path = "*", times = 1, skip = 0, handshake = false } = preset();
  for (const [name, value] of Object.entries({ method, path, times: times ?? "", skip })) byId(`fault-${name}`).value = value;
  byId("fault-method").disabled = byId("fault-path").disabled = handshake;
  describe();
}

/** Write the fault of the form's fields as JSON, which is what gets armed. */
function describe() {
  const [method, path, times, skip] = MATCH.map((name) => byId(`fault-${name}`).value);
  const match = { ...(method && { method }), ...(path !== "*" && { path }), ...(Number(skip) && { skip: Number(skip) }) };
  const what = Object.entries(preset()).filter(([name]) => !MATCH.includes(name));
  byId("fault-data").value = JSON.stringify({ ...Object.fromEntries(what), ...match, times: times ? Number(times) : null });
}

function arm(act) {
  let fault;
  try {
    fault = JSON.parse(byId("fault-data").value);
  } catch {
    failed("The fault is not JSON.");
    return;
  }
  act(() => ask("POST", "faults", fault), ([number]) => `Armed fault ${number}.`);
}

function line(fault) {
  const name = `fault ${fault.number}`;
  return make("li", {},
    make("span", { class: "mark" }, name),
    make("span", { class: "what" },
      make("strong", {}, told(fault)),
      make("span", { class: "match" }, make("code", {}, `${fault.method ?? "any"} …${fault.path}`), ` · ${often(fault)}`)),
    make("button", { type: "button", class: "small", value: fault.number, "aria-label": `Disarm ${name}` }, "Disarm"));
}

function often({ times, skip, met }) {
  const left = times === null ? "always" : `${plural(times - Math.max(0, met - skip), "time")} left`;
  return met < skip ? `${left}, after ${skip - met} more` : left;
}

/** Return the effect of a fault as text; fields without a phrase are shown as data. */
function told(fault) {
  const parts = [...breaks(fault)];
  if (fault.delay) parts.unshift(`waits ${fault.delay} s`);
  if (fault.status !== null) parts.push(`answers ${fault.status}${fault.after_work && !parts.length ? " after carrying out the request" : ""}`);
  parts.push(...Object.entries(fault.headers).map(([name, value]) => `${name}: ${value}`));
  if (fault.drip) parts.push(`a byte every ${fault.drip} s`);
  const more = Object.entries(fault).filter(([name, value]) => !TOLD.has(name) && value);
  parts.push(...more.map(([name, value]) => `${name} ${short(value)}`));
  const sentence = parts.join(", ") || "does nothing";
  return sentence[0].toUpperCase() + sentence.slice(1);
}

/** Return the phrases about the connection and the end of the body. */
function breaks({ handshake, drop, reset, cut, after_work: works }) {
  const bytes = cut === null ? "" : plural(cut, "byte");
  if (handshake) return [`${reset ? "resets" : "drops"} the TLS handshake`];
  if (!drop && !reset) return cut === null ? [] : [`cuts the body after ${bytes}`];
  const how = reset ? ["resets the connection"] : [];
  if (cut !== null) return [`${reset ? "resets" : "drops"} the connection after ${bytes}`];
  return [...how, works ? "carries out the request, loses the answer" : "loses the request"];
}

function short(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
