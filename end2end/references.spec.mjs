// Keeping up what products refer to: each journey with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Staff } from "./support/staff.mjs";

// Both runs share a shop.
const own = (name, look) => `${name} ${look.javaScriptEnabled ? "A" : "B"}`;

async function add(page, look, path, fields) {
  await page.goto(`${path}/new`);
  await look(page);
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("main").getByRole("button", { name: /^(Save|Add category)$/ }).click();
  await page.waitForURL(/\/\d+\?saved=/);
  await expect(page.getByText("Saved.")).toBeVisible();
  await look(page);
}

test("a category is added and moved by keyboard", async ({ page, look }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin/categories");
  const name = own("Harbor", look);
  await add(page, look, "/admin/categories", { Name: name });
  await staff.open("/admin/categories");
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  const into = row.getByRole("button", { name: `Move ${name} into the category above it` });
  await into.focus();
  await page.keyboard.press("Enter");
  await expect(row).toContainText("Level 2");
  await look(page);
  const out = row.getByRole("button", { name: `Move ${name} out of its category` });
  await out.focus();
  await page.keyboard.press("Enter");
  await expect(row).toContainText("Level 1");
  await look(page);
});

test("a brand, a color, a size and a specification are made, and the log tells of them", async ({ page, look }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin/brands");
  const brand = own("Fathom", look);
  await add(page, look, "/admin/brands", { Name: brand });
  await add(page, look, "/admin/colors", { Name: own("Kelp", look), Color: "#3f5a4a" });
  await add(page, look, "/admin/size-systems", { Name: own("Ropes", look) });
  await page.getByLabel("Size", { exact: true }).fill(own("Long", look));
  await page.getByRole("button", { name: "Add size" }).click();
  await expect(page.getByRole("link", { name: own("Long", look) })).toBeVisible();
  await look(page);
  await add(page, look, "/admin/specifications", { Name: own("Breaking load", look) });
  await staff.open("/admin/audit?subject=brand");
  const entry = page.getByRole("listitem").filter({ hasText: brand });
  await entry.locator("summary").click();
  await expect(entry.getByRole("table")).toContainText(brand);
  await look(page);
});

test("the lists survive a reload and fit a phone", async ({ page, look }) => {
  const staff = new Staff(page, look);
  await page.setViewportSize({ width: 360, height: 740 });
  await staff.logIn("/admin/brands");
  for (const list of ["brands", "colors", "size-systems", "materials", "tax-categories", "specifications", "categories", "audit"]) {
    await staff.open(`/admin/${list}`);
    const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(sticksOut, list).toBe(false);
  }
});
