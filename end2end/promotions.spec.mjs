// A coupon from the office to the order. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("staff make a coupon and try it, a shopper is told what it wants, and buys with it", async ({ page, look, newBrowser, watch, javaScriptEnabled }, testInfo) => {
  // The form without a name, sent by the browser itself.
  watch.expectStatus(422, /^\/actions\/(admin\/save_promotion|cart\/add_coupon)$/);
  const code = `E2E-${testInfo.project.name}-${Date.now()}`.toUpperCase();
  const office = await newBrowser();
  const staff = new Staff(office, look, OWNER);
  await staff.logIn("/admin/promotions/new");
  await office.getByRole("button", { name: /^Save/ }).click();
  await expect(office.getByRole("alert")).toContainText("Name");
  await look(office);
  await office.getByLabel("Name").fill(`Welcome ${code}`);
  await office.getByLabel("Applies").selectOption("code");
  await office.getByLabel("Coupon codes").fill(code);
  await office.getByLabel("What it grants").selectOption("percent");
  await office.getByLabel("Percent off").fill("10");
  await office.getByLabel("Minimum quantity").fill("3");
  await office.getByRole("button", { name: /^Save/ }).click();
  await office.waitForURL(/\/admin\/promotions\/\d+\?saved=1/);
  await expect(office.getByText("Saved.")).toBeVisible();
  await look(office);

  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openFirstCategory();
  await shopper.openProduct();
  const sku = await page.getByText(/^SKU /).first().locator(".mono").innerText();
  await shopper.addToCart(1);
  await shopper.openCart();
  const field = page.getByLabel("Coupon code");
  await field.fill("NOBODYS-CODE");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(shopper.main()).toContainText("We do not know this code.");
  await look(page);
  await field.fill(code.toLowerCase());
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(shopper.main()).toContainText("2 more items of what it is for, and it applies.");
  await look(page);

  if (javaScriptEnabled) {
    await page.getByRole("button", { name: "One more" }).click();
    await expect(shopper.main()).toContainText("One more item of what it is for");
    await page.getByRole("button", { name: "One more" }).click();
  } else {
    await page.getByLabel(/^Quantity/).fill("3");
    await page.getByRole("button", { name: "Update" }).click();
  }
  await expect(shopper.main()).toContainText("You save");
  await look(page);

  await shopper.checkOut(email(testInfo));
  await shopper.pay(CARDS.accepted);
  await shopper.confirmation();
  await expect(shopper.main()).toContainText(`Welcome ${code}`);

  await office.goto("/admin/promotions");
  await expect(office.getByRole("row").filter({ hasText: code }).first()).toContainText("Running");
  await look(office);
  await office.getByRole("link", { name: `Welcome ${code}` }).click();
  await office.getByLabel("Cart").fill(`3 ${sku}`);
  await office.getByRole("button", { name: "Try it" }).click();
  await expect(office.getByRole("region", { name: "Try it" })).toContainText("Takes off");
  await look(office);
});
