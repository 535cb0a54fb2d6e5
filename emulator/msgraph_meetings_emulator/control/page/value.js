// Form fields for a property and its value, as text or as JSON.

import { make } from "./dom.js";
import { failed } from "./talk.js";

/**
 * Return the fields in which a user enters a property and its value.
 *
 * `current` returns the current value of a property; `read` returns [name, value], or null if the value is not JSON.
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
