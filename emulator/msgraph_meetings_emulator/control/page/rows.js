// Expandable rows: each is a button; one is in the tab order, and the arrow keys reach the others.

import { make } from "./dom.js";

let made = 0;

/** Return an item: `cells` are the content of its button, `detail` returns the content below it when it is open. */
export function row(cells, detail) {
  const id = `row-${made += 1}`;
  const button = make("button", { type: "button", class: "row", "aria-expanded": "false", "aria-controls": id, tabindex: "-1" }, ...cells);
  const place = make("div", { class: "detail", id, hidden: true });
  const element = make("li", {}, button, place);
  const draw = () => place.replaceChildren(...detail());
  button.addEventListener("click", () => {
    const opens = place.hidden;
    if (opens) draw();
    place.hidden = !opens;
    button.setAttribute("aria-expanded", String(opens));
  });
  return { element, button, draw, isOpen: () => !place.hidden };
}

/** Let the arrow keys, Home and End move between the current rows of an element. */
export function walk(element) {
  const buttons = () => [...element.querySelectorAll("button.row")];
  element.addEventListener("keydown", (event) => {
    const here = event.target.closest("button.row");
    if (!here) return;
    const all = buttons();
    const at = all.indexOf(here);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || !all[next]) return;
    event.preventDefault();
    all[next].focus();
  });
  element.addEventListener("focusin", (event) => {
    const here = event.target.closest("button.row");
    if (here) onlyOne(buttons(), here);
  });
  const keep = () => {
    const all = buttons();
    if (all.length && !all.some((button) => button.tabIndex === 0)) onlyOne(all, all[0]);
  };
  new MutationObserver(keep).observe(element, { childList: true, subtree: true });
}

function onlyOne(all, one) {
  for (const button of all) button.tabIndex = button === one ? 0 : -1;
}
