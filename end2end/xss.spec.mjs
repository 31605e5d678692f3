// What is published to break out of texts, in every text that staff write or import, in a real browser: nothing runs, and
// nothing is asked of another host.
import { readFileSync } from "node:fs";
import { expect, settle, test } from "./support/test.mjs";
import { Staff } from "./support/staff.mjs";

const LIST = new URL("../src/tests/xss/vectors.txt", import.meta.url);
const VECTORS = readFileSync(LIST, "utf8").split("\n").filter((line) => line !== "");
/** Vectors of one description: one that swallows what follows shall not swallow many. */
const EACH = 10;
/** What fits into names. */
const NAMES = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "</title><svg onload=alert(1)>"];

/** Everything that ran in a page, or left the shop. */
class Trap {
  foreign = [];
  dialogs = [];

  static async set(page, baseURL) {
    const trap = new Trap();
    const host = new URL(baseURL).host;
    page.context().on("request", (request) => {
      const { protocol, host: asked } = new URL(request.url());
      if (/^(http|ws)s?:$/.test(protocol) && asked !== host) trap.foreign.push(`${page.url()} asked for ${request.url()}`);
    });
    page.on("dialog", async (dialog) => {
      trap.dialogs.push(dialog.message());
      await dialog.dismiss();
    });
    // The page's own policy would stop what got into it: what is tried is marked all the same.
    await page.addInitScript(() => {
      window.ran = [];
      for (const name of ["alert", "confirm", "prompt", "msgbox"]) window[name] = (what) => window.ran.push(`${name} ${what}`);
    });
    return trap;
  }

  async check(page) {
    expect(await page.evaluate(() => window.ran ?? []), `ran on ${page.url()}`).toEqual([]);
    expect([this.foreign, this.dialogs], page.url()).toEqual([[], []]);
    // What would wait for a pointer, a key or a press.
    const waiting = await page.evaluate(() => {
      const found = [];
      for (const element of document.querySelectorAll("*")) {
        const { attributes } = element;
        if ([...attributes].some(({ name }) => /^on/i.test(name))) found.push(element.outerHTML);
        for (const name of ["href", "src", "action", "formaction", "data", "xlink:href", "ping"]) {
          const value = element.getAttribute(name);
          if (value && /^(javascript|vbscript|data:text|feed|blob)/i.test(value.replace(/[\u0000-\u0020]/g, ""))) found.push(element.outerHTML);
        }
      }
      for (const element of document.querySelectorAll("iframe, object, embed, base, portal, meta[http-equiv=refresh], template[shadowrootmode]")) {
        found.push(element.outerHTML);
      }
      const own = (address) => new URL(address, location.href).origin === location.origin;
      for (const form of document.forms) if (!own(form.getAttribute("action") ?? "")) found.push(form.outerHTML);
      return found;
    });
    expect(waiting, `left on ${page.url()}`).toEqual([]);
  }
}

const cell = (text) => `"${text.replaceAll('"', '""')}"`;

/** A file with a category, a brand and products whose texts are the list. */
function csv(mark) {
  const rows = ["type,slug,name,parent,summary,description,status,published_at,brand,categories,sku,price"];
  const long = VECTORS.join(" ").slice(0, 1_900);
  rows.push(`brand,${mark},${cell(NAMES[0])},,,${cell(long)},,,,,,`);
  rows.push(`category,${mark},${cell(NAMES[1])},desk,,${cell(long)},,,,,,`);
  const slugs = [];
  for (let first = 0; first < VECTORS.length; first += EACH) {
    const slug = `${mark}-${first}`;
    const vectors = VECTORS.slice(first, first + EACH);
    // Each by itself, within a sentence, and within HTML that Markdown leaves alone.
    const texts = [...vectors, ...vectors.map((vector) => `A bag ${vector} and more`), ...vectors.map((vector) => `<div>\n${vector}\n</div>`)];
    const title = `${NAMES[(first / EACH) % NAMES.length]} ${first}`;
    rows.push(`product,${slug},${cell(title)},,${cell(vectors[0].slice(0, 150))},${cell(texts.join("\n\n"))},active,2001-01-01,${mark},${mark},,`);
    rows.push(`variant,${slug},,,,,,,,,${slug.toUpperCase()},9.50`);
    slugs.push(slug);
  }
  return { text: `${rows.join("\n")}\n`, slugs };
}

test("the trap snaps", { tag: "@scripts" }, async ({ page, baseURL }) => {
  await Trap.set(page, baseURL);
  await page.goto("about:blank");
  await page.setContent("<svg onload=alert(1)></svg>");
  await expect.poll(() => page.evaluate(() => window.ran)).toEqual(["alert 1"]);
});

test("no text that staff write or import runs or asks elsewhere", async ({ page, look, baseURL, javaScriptEnabled }, { project }) => {
  test.slow();
  const staff = new Staff(page, look);
  const mark = `xss-${project.name}-${Date.now()}`;
  await staff.logIn("/admin/imports");
  const trap = await Trap.set(page, baseURL);
  const file = csv(mark);

  await page.getByLabel("Format").selectOption("tradewind");
  const upload = { name: "texts.csv", mimeType: "text/csv", buffer: Buffer.from(file.text) };
  await page.getByLabel("File", { exact: true }).setInputFiles(upload);
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForURL(/\/admin\/imports\/\d+$/);
  await expect(page.locator(".admin-head").getByText("Done")).toBeVisible();
  await trap.check(page);

  const headers = { Origin: new URL(baseURL).origin };
  const all = `${mark}-all`;
  const added = await page.request.post("/api/v1/products", {
    headers,
    data: {
      title: `${NAMES[2]} ${mark}`,
      slug: all,
      summary: NAMES[1],
      description: VECTORS.join("\n\n"),
      seo_description: NAMES[0],
      status: "active",
      published_at: "2001-01-01T00:00:00Z",
      variants: [{ sku: all, price: { amount: 950, currency: "EUR" }, options: [] }],
    },
  });
  expect(added.status(), await added.text()).toBe(201);
  const { id } = await added.json();

  const visit = async (path) => {
    await page.goto(path);
    await settle(page, javaScriptEnabled);
    await page.waitForLoadState("networkidle");
    await trap.check(page);
  };
  try {
    for (const slug of [...file.slugs, all]) {
      await visit(`/p/${slug}`);
      await expect(page.getByRole("heading", { level: 1 }), "a title is text").toContainText("<");
    }
    await visit(`/c/${mark}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(NAMES[1]);
    await expect(page.locator(".page-head")).toContainText("<script>alert(1)</script>");
    await visit(`/c/${mark}?brand=${mark}`);
    await visit("/c/desk");
    await visit(`/compare?p=${file.slugs[0]}&p=${file.slugs[1]}`);
    await visit(`/search?q=${encodeURIComponent(NAMES[1])}`);
    // Staff have more to lose.
    await visit(`/admin/products/${id}`);
    await visit(`/admin/products?q=${mark}`);
    await visit("/admin/audit");
  } finally {
    const gone = async (path, version) => {
      const answer = await page.request.delete(path, { headers: { ...headers, "If-Match": `"v${version}"` } });
      expect(answer.status(), `${path}: ${await answer.text()}`).toBe(204);
    };
    const products = await Promise.all([...file.slugs, all].map(async (slug) => (await page.request.get(`/api/v1/products/${slug}`)).json()));
    for (const product of products) await gone(`/api/v1/products/${product.id}`, product.version);
    for (const kind of ["categories", "brands"]) {
      const one = await (await page.request.get(`/api/v1/${kind}/${mark}`)).json();
      await gone(`/api/v1/${kind}/${one.id}`, one.version);
    }
  }
});
