// The clock panel: shows the emulator's time, and sets it.

import { byId, make } from "./dom.js";
import { notice } from "./notices.js";
import { ask } from "./service.js";

const DAY = 86400;
const STEPS = [
  ["1 min", "1 minute", 60], ["1 h", "1 hour", 3600],
  ["1 d", "1 day", DAY], ["30 d", "30 days", 30 * DAY], ["60 d", "60 days", 60 * DAY],
];
const NEARLY = 5; // seconds: a smaller difference is not shown

let now = "";
let stopped = false;

/** Set up the panel; `act` runs the action of a button. */
export function start(act) {
  byId("clock-steps").append(...STEPS.map(([short, name, seconds]) => {
    const move = () => act(() => ask("POST", "clock", { advance: seconds }), ({ now: then }) => `It is ${plain(then)} now.`);
    return make("button", { type: "button", "aria-label": `Move the clock on by ${name}`, click: move }, `+${short}`);
  }));
  byId("clock-stop").addEventListener("click", () => {
    const word = stopped ? "The clock runs again." : "The clock is stopped.";
    act(() => ask("POST", "clock", { set: now, stopped: !stopped }), word);
  });
  byId("clock-real").addEventListener("click", () => {
    act(() => ask("POST", "clock", { set: new Date().toISOString() }), "The clock shows this machine's time.");
  });
  byId("clock-set").addEventListener("submit", (event) => {
    event.preventDefault();
    const wish = { set: byId("clock-instant").value.trim(), stopped: byId("clock-halt").checked };
    act(() => ask("POST", "clock", wish), ({ now: then }) => `It is ${plain(then)} now.`);
  });
}

/** Show the emulator's time. */
export function show(told) {
  ({ now, stopped } = told);
  byId("clock-now").dateTime = now;
  byId("clock-now").textContent = plain(now);
  byId("clock-state").textContent = stopped ? "stopped" : "running";
  byId("clock-state").dataset.state = stopped ? "stopped" : "running";
  byId("clock-stop").textContent = stopped ? "Start" : "Stop";
  const ahead = (Date.parse(now.slice(0, 23) + "Z") - Date.now()) / 1000;
  const apart = Math.abs(ahead) < NEARLY ? "" : distance(Math.abs(ahead));
  const side = ahead > 0 ? "ahead" : "behind";
  byId("clock-offset").textContent = apart ? `${apart} ${side === "ahead" ? "ahead of" : side} this machine's clock.` : "The same as this machine's clock.";
  notice("clock", stopped ? "Clock stopped" : apart && `Clock ${apart} ${side}`);
}

const plain = (instant) => `${instant.slice(0, 19).replace("T", " ")} UTC`;

function distance(seconds) {
  const minutes = Math.round(seconds / 60);
  const parts = [[Math.floor(minutes / 1440), "d"], [Math.floor(minutes / 60) % 24, "h"], [minutes % 60, "min"]];
  return parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`).join(" ") || "less than a minute";
}
