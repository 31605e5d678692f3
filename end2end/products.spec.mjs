// Staff make a product, find it, change several at once, and do not overwrite each other.
import { expect, test } from "./support/test.mjs";
import { Staff } from "./support/staff.mjs";

/** Nobody else's name, so that tests can run at once and again. */
function name(testInfo, what) {
  return `${what} ${testInfo.project.name} ${Date.now().toString(36)}`;
}

async function pressAndWait(page, button, url) {
  await button.click();
  await page.waitForURL(url);
}

const saveButton = (page) => page.locator(".save-bar").getByRole("button", { name: "Save" });

test("a product with colors and sizes is made, priced, published and bought from", async ({ page, look }, testInfo) => {
  const staff = new Staff(page, look);
  const title = name(testInfo, "Quay Jacket");
  await staff.logIn("/admin/products");
  await page.getByRole("link", { name: "New product" }).click();
  await page.waitForURL(/\/admin\/products\/new$/);
  await look(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.getByLabel("Description (optional)", { exact: true }).fill("Keeps **rain** out.");
  await page.locator("#product-variants--0--sku").fill(title);
  await page.locator("#product-variants--0--price").fill("129.00");
  await page.locator("#product-variants--0--stock--0--on-hand").fill("4");
  await page.locator("#product-options--0--kind").selectOption("color");
  await page.locator("#product-options--0--add").fill("Navy, Moss");
  await pressAndWait(page, page.getByRole("button", { name: "Add the option" }), /draft=\d+/);
  await expect(page.getByRole("rowheader", { name: /^Navy/ })).toBeVisible();
  await look(page);
  const before = page.url();
  await page.locator("#product-options--1--kind").evaluate((select) => (select.closest("details").open = true));
  await page.locator("#product-options--1--kind").selectOption("size");
  await page.locator("#product-options--1--add").fill("S, M");
  await pressAndWait(page, page.getByRole("button", { name: "Add the option" }), (url) => url.href !== before);
  await expect(page.getByRole("rowheader", { name: /^Moss \/ M/ })).toBeVisible();
  await expect(page.locator("#product-variants--3--price")).toHaveValue("129.00");
  await page.locator("#product-variants--3--price").fill("139.00");
  await page.locator("#product-status").selectOption("active");
  await page.getByRole("checkbox", { name: "Jackets" }).check();
  await pressAndWait(page, saveButton(page), /\/admin\/products\/\d+\?saved=/);
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await look(page);
  const shown = await page.getByRole("link", { name: "View in shop" }).getAttribute("href");
  await page.goto(shown);
  await look(page);
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.locator(".option")).toHaveCount(2);
  await expect(page.getByText("129.00").first()).toBeVisible();
});

test("ticked products are archived together", async ({ page, look }, testInfo) => {
  const staff = new Staff(page, look);
  const title = name(testInfo, "Bulk");
  await staff.logIn("/admin/products/new");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.locator("#product-variants--0--sku").fill(title);
  await page.locator("#product-variants--0--price").fill("10");
  await pressAndWait(page, saveButton(page), /saved=/);
  await staff.open(`/admin/products?q=${encodeURIComponent(title)}`);
  await page.getByRole("checkbox", { name: `Choose ${title}` }).check();
  await pressAndWait(page, page.getByRole("button", { name: "Archive" }), /\/admin\/products\/bulk\?/);
  await look(page);
  await expect(page.getByRole("main")).toContainText("1 product");
  await pressAndWait(page, page.getByRole("button", { name: "Archive – 1 product" }), /done=\d+/);
  await look(page);
  await expect(page.getByText("1 product changed.")).toBeVisible();
  await staff.open(`/admin/products?tab=archived&q=${encodeURIComponent(title)}`);
  await expect(page.getByRole("link", { name: title })).toBeVisible();
});

test("two staff do not overwrite each other unseen", async ({ page, look, newBrowser }, testInfo) => {
  const staff = new Staff(page, look);
  const title = name(testInfo, "Conflict");
  await staff.logIn("/admin/products/new");
  await page.getByLabel("Title", { exact: true }).fill(title);
  await page.locator("#product-variants--0--sku").fill(title);
  await page.locator("#product-variants--0--price").fill("10");
  await pressAndWait(page, saveButton(page), /saved=/);
  const address = new URL(page.url()).pathname;
  await look(page);
  const other = await newBrowser();
  await new Staff(other, look).logIn(address);
  await other.locator("#product-summary").fill("What the other one wrote.");
  await pressAndWait(other, saveButton(other), /saved=2/);
  await page.locator("#product-tags").fill("typed here");
  await pressAndWait(page, saveButton(page), /draft=\d+/);
  await expect(page.getByText("Somebody else changed this product while you were editing it")).toBeVisible();
  await expect(page.locator(".conflict-table")).toContainText("What the other one wrote.");
  await expect(page.locator("#product-tags")).toHaveValue("typed here");
  await look(page);
  await pressAndWait(page, page.getByRole("button", { name: "Save mine anyway" }), /saved=3/);
  await expect(page.locator("#product-tags")).toHaveValue("typed here");
});
