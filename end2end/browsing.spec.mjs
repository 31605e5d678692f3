// Looking closely, and choosing among many values.
import { expect, test } from "./support/test.mjs";
import { Shopper } from "./support/shopper.mjs";

test("a picture opens in full size", async ({ page, look, javaScriptEnabled }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openProduct();
  const link = page.locator(".gallery-full").first();
  const href = await link.getAttribute("href");
  expect(href).toMatch(/^\/media\/[0-9a-f]+-1600\.webp$/);
  await link.click();
  if (javaScriptEnabled) {
    const dialog = page.getByRole("dialog", { name: "Full size" });
    await expect(dialog.getByRole("img")).toBeVisible();
    await look(page);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(link).toBeFocused();
  } else {
    await page.waitForURL((url) => url.pathname === href);
  }
});

test("a rare value is found behind the frequent ones, and stays in sight once chosen", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  // Everything that can be had, with the colors of the whole shop.
  await shopper.open("/search?stock=in");
  const more = page.locator(".facet", { has: page.locator('input[name="color"]') }).locator(".facet-more");
  const rare = more.getByRole("checkbox").last();
  await expect(rare).toBeHidden();
  await more.locator("summary").filter({ hasText: /^All \d+$/ }).click();
  await rare.check();
  const apply = page.getByRole("button", { name: "Apply" });
  if (await apply.isVisible()) await apply.click();
  await page.waitForURL(/[?&]color=/);
  await look(page);
  await expect(more).toHaveAttribute("open", "");
  await expect(more.getByRole("checkbox", { checked: true })).toHaveCount(1);
});
