// A property and a value for it: as text, or as JSON.

import { make } from "./dom.js";
import { failed } from "./talk.js";

/**
 * Return the fields by which somebody names a property and a value.
 *
 * `current` tells the value that a property has now; `read` returns [name, value], or null when it is no JSON.
 */
export function valueFields(names, current) {
  const property = make("select", {}, ...names.map((name) => make("option", { value: name }, name)));
  const form = make("select", {}, make("option", { value: "text" }, "text"), make("option", { value: "json" }, "JSON"));
  const value = make("textarea", { rows: "2", spellcheck: "false" });
  const fill = () => {
    const now = current(property.value);
    form.value = typeof now === "string" || (now === null && property.value === "subject") ? "text" : "json";
    value.value = form.value === "text" ? now ?? "" : JSON.stringify(now ?? null, null, 2);
  };
  property.addEventListener("change", fill);
  if (names.includes("subject")) property.value = "subject";
  fill();
  const fields = [
    make("div", { class: "pair" }, make("label", {}, "Property ", property), make("label", {}, "Written as ", form)),
    make("label", {}, "Value ", value),
  ];
  return { fields, fill, read: () => read(property.value, form.value, value.value) };
}

function read(name, form, text) {
  try {
    return [name, form === "text" ? text : JSON.parse(text)];
  } catch {
    failed(`The value of ${name} is not JSON.`);
    return null;
  }
}
