// Lays the repository's pages out for the generator: English at the top, Chinese below zh/, links rewritten to where their pages are.
// node pages.mjs REPOSITORY FOLDER
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

const [repository, folder] = process.argv.slice(2);
const SOURCE = "https://github.com/cloudrelease/cloudrelease-java/";
const TOP = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md"];

function markdown(at) {
  return readdirSync(join(repository, at), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(at, entry.name);
    if (entry.isDirectory()) return markdown(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** Where a page of the repository is on the site. */
function place(page) {
  const chinese = page.endsWith(".zh-CN.md");
  const name = page
    .replace(/^docs\//, "")
    .replace(".zh-CN.md", ".md")
    .replace(/README\.md$/, "index.md")
    .replace("CONTRIBUTING", "contributing")
    .replace("CHANGELOG", "changelog");
  return chinese ? "zh/" + name : name;
}

const pages = new Map([...TOP, ...markdown("docs")].map((page) => [page, place(page)]));

function moved(page, link) {
  if (/^[a-z]+:/.test(link) || link.startsWith("#")) return link;
  const [path, anchor] = link.split("#");
  const target = posix.normalize(posix.join(posix.dirname(page), path));
  const end = anchor ? "#" + anchor : "";
  if (pages.has(target)) return posix.relative(posix.dirname(pages.get(page)), pages.get(target)) + end;
  if (target.startsWith("docs/pictures/")) return "/" + target.replace(/^docs\//, "");
  if (target === "docs/decisions") return posix.relative(posix.dirname(pages.get(page)), "decisions/index.md");
  const kind = statSync(join(repository, target)).isDirectory() ? "tree" : "blob";
  return SOURCE + kind + "/main/" + target + end;
}

/** Links in the text; code stays as it is. */
function rewritten(page, text) {
  return text
    .split(/(^ *```[\s\S]*?^ *```$|`[^`\n]*`)/m)
    .map((part, i) => (i % 2 ? part : part.replace(/\]\(([^)\s]+)\)/g, (all, link) => `](${moved(page, link)})`)))
    .join("");
}

rmSync(folder, { recursive: true, force: true });
for (const [page, at] of pages) {
  const file = join(folder, at);
  mkdirSync(dirname(file), { recursive: true });
  const text = readFileSync(join(repository, page), "utf8")
    // The menu of languages says the same.
    .replace(/^\[(中文|English)\]\([^)]+\)\n\n/m, "");
  writeFileSync(file, rewritten(page, text));
  if (!at.startsWith("zh/") && !pages.has(page.replace(/\.md$/, ".zh-CN.md"))) onlyInEnglish(at, text);
}

/** So that the menu of languages leads somewhere. */
function onlyInEnglish(at, text) {
  const file = join(folder, "zh", at);
  mkdirSync(dirname(file), { recursive: true });
  const title = text.match(/^# (.+)$/m)[1];
  writeFileSync(file, `---\nsearch: false\n---\n# ${title}\n\n本页只有英文：[${title}](${posix.relative(posix.dirname("zh/" + at), at)})。\n`);
}
cpSync(join(repository, "docs/site/.vitepress"), join(folder, ".vitepress"), { recursive: true });
const pictures = join(repository, "docs/pictures");
if (existsSync(pictures)) cpSync(pictures, join(folder, "public/pictures"), { recursive: true, filter: (f) => !f.endsWith(".java") });
console.log(`${pages.size} pages`);
