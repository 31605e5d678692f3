// Pictures that are uploaded and put in order, and categories that are dragged to their place.
import { expect, test } from "./support/test.mjs";
import { picture } from "./support/png.mjs";
import { Staff } from "./support/staff.mjs";

const RED = picture("red.png", [170, 40, 40]);
const BLUE = picture("blue.png", [40, 60, 170]);

/** Staff's own requests to the API, with the session of the page. */
async function api(page, baseURL, method, path, { data, version, expected } = {}) {
  const headers = { Origin: new URL(baseURL).origin, ...(version && { "If-Match": `"v${version}"` }) };
  const answer = await page.request.fetch(path, { method, headers, data });
  expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBe(expected);
  return expected === 204 ? null : answer.json();
}

/** Drags by the pointer, as a hand does: a browser begins only once it has moved, and looks where it is while it goes on. */
async function drag(page, from, to, { x, y }) {
  await from.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  await page.mouse.move(start.x + 30, start.y + Math.min(30, start.height / 2));
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y + Math.min(36, start.height / 2 + 6), { steps: 4 });
  const end = await to.boundingBox();
  await page.mouse.move(end.x + x, end.y + y * end.height, { steps: 8 });
  await page.mouse.move(end.x + x + 2, end.y + y * end.height, { steps: 2 });
  await page.mouse.up();
}

async function newProduct(page, baseURL, title) {
  const sku = title.replaceAll(" ", "-");
  const variants = [{ sku, price: { amount: 950, currency: "EUR" }, options: [] }];
  return api(page, baseURL, "POST", "/api/v1/products", { data: { title, variants }, expected: 201 });
}

test("pictures are uploaded, several at once with their progress, and put in order", async ({ page, look, baseURL, javaScriptEnabled }, { project }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin/products");
  const { id } = await newProduct(page, baseURL, `Pictured ${project.name} ${Date.now()}`);
  await staff.open(`/admin/products/${id}`);
  const tiles = page.locator(".picture-tiles > li");
  const source = (place) => tiles.nth(place).locator("img").getAttribute("src");

  if (javaScriptEnabled) {
    // Held back, so that what is on its way can be seen.
    let release;
    const held = new Promise((resolve) => (release = resolve));
    await page.route(/\/admin\/products\/\d+\/images$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.locator("#pictures-files").setInputFiles([RED, BLUE]);
    for (const { name } of [RED, BLUE]) await expect(page.getByRole("progressbar", { name: `Upload of ${name}` })).toBeVisible();
    await look(page);
    release();
    await expect(page.locator(".upload-list").getByText("Added")).toHaveCount(2);
  } else {
    const form = page.locator(`form[action="/admin/products/${id}/images"]`);
    for (const file of [RED, BLUE]) {
      await form.locator('input[name="file"]').setInputFiles(file);
      await form.locator('input[name="alt"]').fill(`A thing, ${file.name}`);
      await form.getByRole("button", { name: "Upload" }).click();
      await page.waitForURL(/[?&]picture=/);
      await expect(tiles.filter({ hasText: file === RED ? "1 of 1" : "2 of 2" })).toHaveCount(1);
    }
  }
  await expect(tiles).toHaveCount(2);
  await look(page);

  const [first, second] = [await source(0), await source(1)];
  expect(first).not.toBe(second);
  if (javaScriptEnabled) {
    await drag(page, tiles.nth(1), tiles.nth(0), { x: 40, y: 0.15 });
  } else {
    await page.getByRole("button", { name: "Move picture 2 forward" }).click();
    await page.waitForURL(/picture=moved-/);
  }
  await expect(tiles.nth(0).locator("img")).toHaveAttribute("src", second);
  await expect(tiles.nth(1).locator("img")).toHaveAttribute("src", first);
  await staff.open(`/admin/products/${id}`);
  await expect(tiles.nth(0).locator("img")).toHaveAttribute("src", second);
  await expect(tiles.nth(0)).toContainText("main picture");
});

test("what is no picture is refused where it was uploaded", async ({ page, look, watch, baseURL, javaScriptEnabled }, { project }) => {
  watch.expectStatus(422, /\/images$/);
  const staff = new Staff(page, look);
  await staff.logIn("/admin/products");
  const { id } = await newProduct(page, baseURL, `Refused ${project.name} ${Date.now()}`);
  await staff.open(`/admin/products/${id}`);
  const file = { name: "fake.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") };
  if (javaScriptEnabled) {
    await page.locator("#pictures-files").setInputFiles([file]);
    await expect(page.locator(".upload-list .field-error")).toBeVisible();
  } else {
    const form = page.locator(`form[action="/admin/products/${id}/images"]`);
    await form.locator('input[name="file"]').setInputFiles(file);
    await form.getByRole("button", { name: "Upload" }).click();
    await page.waitForURL(/[?&]refused=/);
    await expect(page.getByRole("main").getByRole("link", { name: /^File/ })).toBeVisible();
  }
  await expect(page.locator(".picture-tiles > li")).toHaveCount(0);
});

// Buttons move it without scripts: references.spec.mjs.
test("a category is dragged before another one, and into it", { tag: "@scripts" }, async ({ page, look, baseURL }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin/categories");
  const add = (name) => api(page, baseURL, "POST", "/api/v1/categories", { data: { name: `${name} ${Date.now()}`, visible: false }, expected: 201 });
  const upper = await add("Upper");
  const lower = await add("Lower");
  const row = ({ id }) => page.locator(`#category-${id}`);
  try {
    await staff.open("/admin/categories");
    const order = () => page.locator(".tree-row").evaluateAll((rows) => rows.map(({ id }) => id));
    const isBefore = async (one, other) => {
      const ids = await order();
      return ids.indexOf(`category-${one.id}`) < ids.indexOf(`category-${other.id}`);
    };
    expect(await isBefore(upper, lower)).toBe(true);
    await row(lower).scrollIntoViewIfNeeded();
    await drag(page, row(lower), row(upper), { x: 160, y: 0.15 });
    await expect.poll(() => isBefore(lower, upper)).toBe(true);
    await expect(row(upper)).toHaveClass(/tree-depth-0/);
    await drag(page, row(upper), row(lower), { x: 160, y: 0.5 });
    await expect(row(upper)).toHaveClass(/tree-depth-1/);
    await look(page);
  } finally {
    for (const { id } of [upper, lower]) {
      const { version } = await api(page, baseURL, "GET", `/api/v1/categories/${id}`, { expected: 200 });
      await api(page, baseURL, "DELETE", `/api/v1/categories/${id}`, { version, expected: 204 });
    }
  }
});
