// The meetings panel: meetings by organizer, to change and delete as a person in Teams would.

import { byId, copyButton, data, make, plural, renews, terms } from "./dom.js";
import { row, walk } from "./rows.js";
import { ask } from "./service.js";
import { confirmed, said } from "./talk.js";
import { valueFields } from "./value.js";

const SHOWN = 300;
const APART = new Set(["id", "subject", "externalId", "joinWebUrl", "joinUrl", "joinInformation", "startDateTime", "endDateTime"]);
const FIXED = new Set(["id", "joinInformation", "joinUrl", "meetingCode", "autoAdmittedUsers", "allowPowerpointSharing"]);

const items = new Map(); // by meeting id
let meetings = [];
let users = {};
let properties = [];
let perform;

/** Set up the panel; `act` runs the action of a button, `names` are the properties that Graph can change. */
export function start(act, names) {
  [perform, properties] = [act, names];
  walk(byId("meetings-groups"));
  byId("meetings-text").addEventListener("input", redraw);
}

/** Show the current meetings. */
export function show(found, directory) {
  [meetings, users] = [found, directory.users];
  const ids = new Set(found.map((meeting) => meeting.id));
  for (const id of items.keys()) if (!ids.has(id)) items.delete(id);
  for (const meeting of found) refresh(meeting);
  redraw();
}

function refresh(meeting) {
  const known = items.get(meeting.id);
  if (!known) {
    const made = { meeting };
    made.item = row(cells(meeting), () => detail(made));
    made.item.button.addEventListener("click", () => made.item.element.scrollIntoView({ block: "nearest", behavior: "instant" }));
    items.set(meeting.id, made);
    return;
  }
  if (JSON.stringify(known.meeting) === JSON.stringify(meeting)) return;
  known.meeting = meeting;
  known.item.button.replaceChildren(...cells(meeting));
  known.facts?.replaceChildren(...facts(meeting));
}

function redraw() {
  const text = byId("meetings-text").value.trim().toLowerCase();
  const fitting = meetings.filter((meeting) => !text || searched(meeting).includes(text));
  const shown = fitting.slice(-SHOWN).reverse();
  const groups = Map.groupBy(shown, organizer);
  const order = [...groups].map(([id, some]) => [id, users[id], some.map((meeting) => meeting.id)]);
  if (renews(byId("meetings-groups"), order)) {
    keepFocus(() => byId("meetings-groups").replaceChildren(...[...groups].map(([id, some]) => group(id, some))));
  }
  const rest = shown.length < fitting.length ? `newest ${shown.length} of ` : "";
  byId("meetings-count").textContent = text ? `${rest}${fitting.length} of ${meetings.length}` : `${rest}${meetings.length}`;
  byId("meetings-empty").hidden = shown.length > 0;
  byId("meetings-empty").textContent = meetings.length ? "No meeting fits the search." : "No meetings yet. The first createOrGet creates one.";
}

function keepFocus(change) {
  const [focused, scroll] = [document.activeElement, byId("meetings-scroll")];
  const top = scroll.scrollTop;
  change();
  scroll.scrollTop = top;
  if (focused !== document.activeElement && scroll.contains(focused)) focused.focus({ preventScroll: true });
}

const organizer = (meeting) => meeting.participants?.organizer?.identity?.user?.id ?? "nobody";
const searched = (meeting) => [meeting.subject, meeting.externalId, meeting.id, meeting.joinWebUrl].join("\n").toLowerCase();

function group(id, some) {
  const name = users[id]?.display_name ?? id;
  const title = make("h3", {}, name, " ", make("span", { class: "count" }, users[id]?.upn ?? "", ` · ${plural(some.length, "meeting")}`));
  const rows = make("ol", { class: "rows", "aria-label": `Meetings of ${name}` });
  rows.append(...some.map((meeting) => items.get(meeting.id).item.element));
  return make("div", { class: "group" }, title, rows);
}

function cells(meeting) {
  return [
    make("span", { class: "subject" }, make("bdi", {}, meeting.subject || "(no subject)")),
    make("span", { class: "external" }, make("bdi", {}, meeting.externalId ?? "(no external id)")),
    make("span", { class: "when" }, span(meeting.startDateTime, meeting.endDateTime)),
  ];
}

function span(start, end) {
  const [from, to] = [minutes(start), minutes(end)];
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
}

const minutes = (instant) => String(instant ?? "").slice(0, 16).replace("T", " ");

function detail(known) {
  known.facts = make("div", {}, ...facts(known.meeting));
  const remove = make("button", { type: "button", class: "danger", click: () => deleted(known.meeting) }, "Delete…");
  return [known.facts, editor(known, remove)];
}

function facts(meeting) {
  const others = Object.entries(meeting).filter(([name]) => !APART.has(name)).sort(([one], [other]) => one.localeCompare(other));
  return [
    terms([
      ["Join link", make("span", { class: "copied" }, link(meeting.joinWebUrl), copyButton(meeting.joinWebUrl, "the join link", said))],
      ["External id", meeting.externalId && make("code", {}, meeting.externalId)],
      ["Graph id", make("span", { class: "copied" }, make("code", {}, meeting.id), copyButton(meeting.id, "the Graph id", said))],
      ["Start", meeting.startDateTime],
      ["End", meeting.endDateTime],
    ]),
    make("details", {}, make("summary", {}, plural(others.length, "other property").replace("propertys", "properties")),
      data(Object.fromEntries(others.map(([name, value]) => [name, open(name, value)])), "Other properties")),
  ];
}

/** Return a value for display, with a passcode hidden so that it is not in screenshots. */
function open(name, value) {
  return name === "joinMeetingIdSettings" && value?.passcode ? { ...value, passcode: "(secret)" } : value;
}

/** Return a link if the text is an HTTPS URL, else the text alone. */
function link(text) {
  const safe = URL.canParse(text) && new URL(text).protocol === "https:";
  return safe ? make("a", { href: text, rel: "noreferrer noopener", target: "_blank" }, text) : make("code", {}, text);
}

/** Return the form that changes a meeting; `remove` is the button beside its own. */
function editor(known, remove) {
  const names = [...new Set([...properties, ...Object.keys(known.meeting)])].filter((name) => !FIXED.has(name)).sort();
  const { fields, fill, read } = valueFields(names, (name) => known.meeting[name] ?? null);
  const save = async (event) => {
    event.preventDefault();
    const change = read();
    if (!change) return;
    const [name, value] = change;
    const path = `meetings/${encodeURIComponent(known.meeting.id)}`;
    if (await perform(() => ask("PATCH", path, { [name]: value }), `Changed ${name}, as a person in Teams would.`)) fill();
  };
  return make("form", { class: "stack", "aria-label": "Change the meeting", submit: save },
    make("h3", {}, "Change it as a person in Teams would"), ...fields,
    make("div", { class: "buttons" }, make("button", {}, "Save"), remove));
}

async function deleted(meeting) {
  const name = meeting.subject || meeting.externalId || "without a subject";
  if (!await confirmed("Delete the meeting?", `“${name}” disappears for every client, as if a person deleted it in Teams.`, "Delete")) return;
  if (await perform(() => ask("DELETE", `meetings/${encodeURIComponent(meeting.id)}`), "Deleted the meeting.")) byId("meetings").focus();
}
