// The emulator's own paths.

export class Refused extends Error {}

/** Send a request below /_emulator and return its answer; Refused with the emulator's sentence when it says no. */
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

/** Return what a refusal says in words: of one that is no JSON, such as that of a full disk, all of it. */
function sentence(text, status) {
  try {
    const { error, error_description: description } = JSON.parse(text);
    return description ?? error;
  } catch {
    return text || `The emulator answered with the status ${status}.`;
  }
}
