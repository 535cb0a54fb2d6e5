// Elements made from data: data is inserted as text, never as markup.

const GUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
const LONG = /[^/]{49,}/g;

export const byId = (id) => document.getElementById(id);

/** Return an element with attributes, listeners (functions) and children (elements or text). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null).map((child) => child instanceof Node ? child : String(child)));
  return element;
}

/** Return a button that copies a text and confirms it. */
export function copyButton(text, what, said) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said(`Copied ${what}.`);
    } catch {
      said("The browser does not let this page copy.");
    }
  };
  return make("button", { type: "button", class: "small", "aria-label": `Copy ${what}`, click: copy }, "Copy");
}

/** Return a definition list, without entries whose value is null. */
export function terms(pairs) {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return make("dl", {}, ...told.map(([term, value]) => make("div", {}, make("dt", {}, term), make("dd", {}, value))));
}

/** Return data as indented text that scrolls with the keyboard. */
export function data(value, label) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return make("pre", { tabindex: "0", role: "region", "aria-label": label }, text);
}

const drawn = new WeakMap();

/** Return true if the data of an element has changed since it was last drawn, so that it must be drawn again. */
export function renews(element, from) {
  const text = JSON.stringify(from);
  const other = drawn.get(element) !== text;
  drawn.set(element, text);
  return other;
}

/** Return a path for a row, with GUIDs and long ids shortened to their two ends (the end differs most). */
export function shortened(path) {
  return path.replace(GUID, (id) => `${id.slice(0, 4)}…${id.slice(-4)}`)
    .replace(LONG, (id) => `${id.slice(0, 8)}…${id.slice(-24)}`);
}

export const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
