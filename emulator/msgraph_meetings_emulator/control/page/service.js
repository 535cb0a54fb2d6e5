// Requests to the control paths.

export class Refused extends Error {}

/** Send a request to a path under /_emulator and return its answer; throw Refused with the message of a refusal. */
export async function ask(method, path, body) {
  const options = { method, cache: "no-store", credentials: "omit", redirect: "error" };
  if (body !== undefined) {
    options.headers = { "content-type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options);
  const text = await answer.text();
  if (!answer.ok) throw new Refused(sentence(text, answer.status));
  return text ? JSON.parse(text) : null;
}

/** Return the message of a refusal; the whole text if it is not JSON, as for a full disk. */
function sentence(text, status) {
  try {
    const { error, error_description: description } = JSON.parse(text);
    return description ?? error;
  } catch {
    return text || `The emulator answered with the status ${status}.`;
  }
}
