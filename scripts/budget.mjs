// scripts/budget URL: holds the first page of a running shop to its budget.
//
// A shopper's first page, be it the home page or a product, loads at most 400 KB of JavaScript,
// WebAssembly and CSS as they travel (Brotli), and none of the admin's code.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const BUDGET = 400_000;
// Words that only the admin's pages contain.
const ADMIN_WORDS = ["Mark as shipped", "Long may it stay so"];

const shop = process.argv[2];
const site = process.env.TRADEWIND_SITE_DIR ?? join(process.env.CARGO_TARGET_DIR ?? "target", "site");
if (!shop) fail("usage: scripts/budget URL");

function fail(why) {
  console.error(`budget: ${why}`);
  process.exit(1);
}

async function page(path) {
  const answer = await fetch(new URL(path, shop));
  if (!answer.ok) fail(`${path} answered ${answer.status}`);
  return answer.text();
}

/** The files that a page names, and those that its scripts import. Files for other pages are not among them. */
function files(html) {
  const found = new Set();
  const add = (path) => {
    if (found.has(path) || !/\.(js|wasm|css)$/.test(path)) return;
    found.add(path);
    if (!path.endsWith(".js")) return;
    const script = readFileSync(join(site, path), "utf8");
    for (const [, name] of script.matchAll(/(?:^|[;\s])import\b[^;'"]*["']\.\/([^"']+)["']/g)) add(`/pkg/${name}`);
  };
  for (const [path] of html.matchAll(/\/pkg\/[A-Za-z0-9_.-]+/g)) add(path);
  return [...found];
}

function weigh(path) {
  const packed = join(site, `${path}.br`);
  if (!existsSync(packed)) fail(`${packed} is missing: the build did not compress`);
  return statSync(packed).size;
}

const home = await page("/");
const product = home.match(/href="(\/p\/[^"?]+)/)?.[1];
if (!product) fail("the home page shows no product");

let over = false;
for (const [path, html] of [["/", home], [product, await page(product)]]) {
  const weighed = files(html).map((file) => [file, weigh(file)]);
  for (const kind of ["wasm", "js", "css"]) {
    if (!weighed.some(([file]) => file.endsWith(`.${kind}`))) fail(`${path} names no ${kind} file`);
  }
  const total = weighed.reduce((sum, [, size]) => sum + size, 0);
  const parts = weighed.map(([file, size]) => `${file.split(".").pop()} ${(size / 1000).toFixed(1)}`).join(", ");
  console.log(`budget: ${path} loads ${(total / 1000).toFixed(1)} KB of ${BUDGET / 1000} KB (${parts})`);
  over ||= total > BUDGET;
  for (const [file] of weighed.filter(([file]) => file.endsWith(".wasm"))) {
    const code = readFileSync(join(site, file));
    for (const words of ADMIN_WORDS) {
      if (code.includes(words)) fail(`${file}, which ${path} loads, contains the admin's "${words}"`);
    }
  }
}

const chunks = readdirSync(join(site, "pkg")).filter((name) => name.endsWith(".wasm") && /^(split|chunk)_/.test(name));
const admin = (words) => chunks.some((name) => readFileSync(join(site, "pkg", name)).includes(words));
for (const words of ADMIN_WORDS) {
  if (!admin(words)) fail(`no split file contains "${words}": is the admin still lazy, and are these still its words?`);
}
console.log(`budget: the admin is in ${chunks.length} files of its own`);
if (over) fail(`a first page loads more than ${BUDGET / 1000} KB`);
