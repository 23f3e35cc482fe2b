// Every link of the made site leads to a file of it, and to a place in that file; Javadoc's too. node links.mjs FOLDER
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(process.argv[2]);
const read = new Map();

function pages(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith(".html") ? [path] : [];
  });
}

const plain = (text) => text.replace(/&amp;/g, "&").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"');
const unescaped = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

function page(file) {
  if (!read.has(file)) {
    const text = readFileSync(file, "utf8").replace(/<script[\s\S]*?<\/script>/g, "");
    read.set(file, {
      links: [...text.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map((found) => plain(found[1])),
      places: new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map((found) => plain(found[1]))),
    });
  }
  return read.get(file);
}

let links = 0;
const dead = [];
for (const file of pages(root)) {
  // Javadoc's own table of contents names there a package without a place.
  if (/javadoc.[^/]+.constant-values\.html$/.test(file)) continue;
  for (const link of page(file).links) {
    if (/^([a-z]+:|\/\/)/i.test(link) || link === "#") continue;
    links++;
    const [path, place] = link.split("#");
    const to = unescaped(path.replace(/\?.*/, ""));
    let target = to === "" ? file : to.startsWith("/") ? join(root, to) : resolve(dirname(file), to);
    if (existsSync(target) && statSync(target).isDirectory()) target = join(target, "index.html");
    const there =
      existsSync(target) &&
      (!place || !target.endsWith(".html") || page(target).places.has(place) || page(target).places.has(unescaped(place)));
    if (!there) dead.push(`${relative(root, file)}: ${link}`);
  }
}
for (const one of dead) console.error(`dead link: ${one}`);
console.log(`${read.size} pages of ${root.split("/").slice(-3).join("/")}, ${links} links, ${dead.length} dead`);
process.exit(dead.length ? 1 : 0);
