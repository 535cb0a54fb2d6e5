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
  const content = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refused(content.error_description ?? content.error);
  return content;
}
