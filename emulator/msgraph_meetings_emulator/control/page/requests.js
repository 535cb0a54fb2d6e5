// The requests panel: the journal, newest first, with a filter and the details of each request.

import { byId, copyButton, data, make, plural, shortened, terms } from "./dom.js";
import { row, walk } from "./rows.js";
import { ask } from "./service.js";
import { said, whisper } from "./talk.js";

const KEPT = 2000;
const SHOWN = 300;

const kept = []; // oldest first: { entry, item }
let last = 0;
let paused = false;
let opened = false; // true once the journal was shown

/** Set up the panel; `act` runs the action of a button, `environment` are the shell lines that point a program here. */
export function start(act, environment) {
  byId("requests-environment").append(data(environment, "Environment"), copyButton(environment, "the environment", said));
  walk(byId("requests-rows"));
  byId("filter").addEventListener("input", redraw);
  byId("filter").addEventListener("submit", (event) => event.preventDefault());
  byId("clear").addEventListener("click", () => act(() => ask("DELETE", "journal"), "Cleared the journal."));
  byId("pause").addEventListener("click", () => {
    paused = !paused;
    byId("pause").setAttribute("aria-pressed", String(paused));
    if (!paused) byId("pause").textContent = "Pause";
    act(() => {});
  });
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea, select, dialog");
    if (event.key !== "/" || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    byId("filter-text").focus();
  });
}

/** Show the journal's new entries, and remove the rows of deleted ones. */
export async function follow({ oldest, newest }) {
  if (newest < last && newest !== 0) forget(Infinity); // another emulator on this port
  if (oldest === 0 || (kept.length && kept[0].entry.seq < oldest)) forget(oldest || Infinity);
  const waiting = Math.max(0, newest - Math.max(last, oldest - 1));
  if (paused) byId("pause").textContent = waiting ? `Resume (${plural(waiting, "new one")})` : "Resume";
  if (waiting && !paused) add(await ask("GET", `journal?since=${last}&newest=${KEPT}`));
  opened = true;
  count();
}

function forget(oldest) {
  const stays = kept.filter(({ entry }) => entry.seq >= oldest);
  if (oldest === Infinity) last = 0;
  if (stays.length === kept.length) return;
  kept.splice(0, kept.length, ...stays);
  redraw();
}

function add(entries) {
  if (!entries.length) return;
  last = entries.at(-1).seq;
  const added = entries.map((entry) => ({ entry, item: row(cells(entry), () => detail(entry)) }));
  kept.push(...added);
  kept.splice(0, Math.max(0, kept.length - KEPT));
  const wanted = added.filter(({ entry }) => matches(entry)).slice(-SHOWN);
  inPlace(() => {
    const rows = byId("requests-rows");
    rows.prepend(...wanted.reverse().map(({ item }) => item.element));
    while (rows.children.length > SHOWN) rows.lastElementChild.remove();
  });
  if (opened && wanted.length) whisper(plural(wanted.length, "new request"));
}

/** Change the rows and keep the user's position: the open request, the scroll position, the focus. */
function inPlace(change) {
  const scroll = byId("requests-scroll");
  const rows = byId("requests-rows");
  const looked = scroll.scrollTop > 0 || rows.contains(document.activeElement) || rows.querySelector('[aria-expanded="true"]');
  const [top, height] = [scroll.scrollTop, tall(rows)];
  change();
  if (looked) scroll.scrollTop = top + tall(rows) - height;
}

const tall = (element) => element.getBoundingClientRect().height;

function redraw() {
  const wanted = kept.filter(({ entry }) => matches(entry)).slice(-SHOWN).reverse();
  byId("requests-rows").replaceChildren(...wanted.map(({ item }) => item.element));
  count();
}

function count() {
  const fitting = kept.filter(({ entry }) => matches(entry)).length;
  const shown = byId("requests-rows").children.length;
  const rest = shown < fitting ? `newest ${shown} of ` : "";
  byId("requests-count").textContent =
    fitting === kept.length ? `${rest}${kept.length.toLocaleString("en")}` : `${rest}${fitting} of ${kept.length}`;
  byId("requests-empty").hidden = shown > 0;
  byId("requests-empty").textContent = kept.length
    ? "No request fits the filter."
    : "No requests yet.";
  byId("requests-begin").hidden = kept.length > 0;
}

function matches(entry) {
  const text = byId("filter-text").value.trim().toLowerCase();
  const status = byId("filter-status").value;
  const method = byId("filter-method").value;
  if (method && entry.method !== method) return false;
  if (status && !(entry.status === null ? "none" : String(entry.status)).startsWith(status)) return false;
  if (byId("filter-faults").checked && entry.fault === null) return false;
  return !text || searched(entry).includes(text);
}

function searched(entry) {
  const ids = [entry.request_id, entry.batch, entry.client_request_id, entry.body?.externalId];
  return [entry.path, readable(entry.path), entry.query, ...ids].join("\n").toLowerCase();
}

function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function cells(entry) {
  const status = entry.status ?? "no answer";
  const family = entry.status === null ? "lost" : `s${Math.floor(entry.status / 100)}`;
  return [
    make("span", { class: "at" }, entry.time.slice(11, 23)),
    make("span", { class: `method ${entry.method}` }, entry.method),
    make("span", { class: `status ${family}` }, status),
    path(entry),
    entry.fault === null ? null : make("span", { class: "mark" }, `fault ${entry.fault}`),
    make("span", { class: "took" }, `${Math.round(entry.duration * 1000)} ms`),
  ];
}

/** Return a path in two parts; the first is cut if there is little room, because the end says more. */
function path({ path: whole, query }) {
  const at = Math.max(whole.lastIndexOf("/onlineMeetings"), 0) || whole.lastIndexOf("/");
  const parts = [whole.slice(0, at), whole.slice(at)].map((part) => make("bdi", {}, shortened(part)));
  const title = query ? `${whole}?${query}` : whole;
  return make("span", { class: "path", title }, ...parts, query ? make("bdi", { class: "query" }, `?${query}`) : null);
}

function detail(entry) {
  const id = make("span", { class: "copied" }, make("code", {}, entry.request_id), copyButton(entry.request_id, "the request-id", said));
  const facts = terms([
    ["Path", make("code", {}, entry.path)],
    ["Query", entry.query && make("code", {}, entry.query)],
    ["request-id", id],
    ["client-request-id", entry.client_request_id && make("code", {}, entry.client_request_id)],
    ["In the batch", entry.batch && make("code", {}, entry.batch)],
    ["Arrived", entry.time],
    ["Application", entry.app_id && make("code", {}, entry.app_id)],
    ["Signed in", entry.user_id && make("code", {}, entry.user_id)],
    ["Token for", entry.audience],
    ["Fault", entry.fault === null ? null : `${entry.fault}: the service ${entry.worked ? "carried out the request" : "did not get the request"}`],
  ]);
  return [facts, make("div", { class: "sides" },
    side("Request", null, entry.headers, entry.body),
    side("Response", entry.status ?? "none, the connection was closed", entry.response_headers, entry.response))];
}

/** Return the request or the response: its headers in the journal, and its body. */
function side(name, status, headers, body) {
  const told = Object.entries(headers).map(([header, value]) => [header, make("code", {}, value)]);
  return make("section", { "aria-label": name },
    make("h3", {}, name),
    terms([["Status", status], ...told]),
    body === null ? make("p", { class: "note" }, "No body.") : data(body, `${name} body`));
}
