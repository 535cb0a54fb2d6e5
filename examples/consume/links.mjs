// Print name and link of each meeting: pulumi stack output --json | node links.mjs
import { readFileSync } from "node:fs";

const { links } = JSON.parse(readFileSync(0, "utf8"));
for (const [name, link] of Object.entries(links).sort()) {
    console.log(`${name}: ${link}`);
}
