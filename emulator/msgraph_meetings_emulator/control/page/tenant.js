// The panels of the tenant's policy, and of the switches for undocumented behaviour.

import { byId, make, renews } from "./dom.js";
import { ask } from "./service.js";
import { valueFields } from "./value.js";

let forced = {};
let defaults = [];
let perform;

/** Set up both panels; `act` runs the action of a button, `words` has the switches and the properties. */
export function start(act, words) {
  [perform, defaults] = [act, words.choices];
  const { fields, read } = valueFields(words.properties, (name) => forced[name] ?? (name.startsWith("allow") ? false : null));
  byId("policy-add").append(...fields, make("button", {}, "Force value"));
  byId("policy-add").addEventListener("submit", (event) => {
    event.preventDefault();
    const change = read();
    if (change) force({ ...forced, [change[0]]: change[1] }, `The tenant forces ${change[0]}.`);
  });
  byId("switches-rows").append(...defaults.map(choice));
}

/** Show the current settings. */
export function show(settings) {
  forced = settings.policy;
  showForced();
  const changed = defaults.filter(({ name, default: usual }) => settings.choices[name] !== usual);
  byId("switches-count").textContent = changed.length ? `${changed.length} changed` : "all default";
  for (const { name, default: usual } of defaults) {
    const input = byId(`choice-${name}`);
    const value = settings.choices[name];
    if (input.type === "checkbox") input.checked = value;
    else if (input !== document.activeElement) input.value = value;
    input.closest(".switch").dataset.changed = String(value !== usual);
  }
}

function showForced() {
  if (!renews(byId("policy-forced"), forced)) return;
  const focused = byId("policy-forced").contains(document.activeElement);
  const lines = Object.entries(forced).map(([name, value]) => {
    const { [name]: _, ...others } = forced;
    const remove = () => force(others, `The tenant does not force ${name} any more.`);
    const label = `Stop forcing ${name}`;
    return make("li", {},
      make("span", { class: "what" }, make("code", {}, name), " = ", make("code", {}, JSON.stringify(value))),
      make("button", { type: "button", class: "small", "aria-label": label, click: remove }, "Remove"));
  });
  byId("policy-forced").replaceChildren(...lines);
  byId("policy-count").textContent = lines.length || "nothing forced";
  if (focused && !byId("policy-forced").contains(document.activeElement)) byId("policy").focus();
}

const force = (policy, sentence) => perform(() => ask("PATCH", "settings", { policy }), sentence);

function choice({ name, default: usual, text }) {
  const set = (value) => perform(() => ask("PATCH", "settings", { choices: { [name]: value } }), `Set ${name}.`);
  const kind = { boolean: "checkbox", number: "number", string: "text" }[typeof usual];
  const read = (input) => ({ checkbox: input.checked, number: Number(input.value), text: input.value })[kind];
  const input = make("input", {
    id: `choice-${name}`, type: kind, role: kind === "checkbox" ? "switch" : null, "aria-describedby": `about-${name}`,
    change: (event) => set(read(event.target)),
  });
  return make("div", { class: `switch ${kind}` },
    make("label", { for: input.id }, make("code", {}, name)), input, make("p", { class: "note", id: `about-${name}` }, ...marked(text)));
}

/** Return text with its parts in backticks as code elements. */
function marked(text) {
  return text.split("`").map((part, number) => number % 2 ? make("code", {}, part) : part);
}
