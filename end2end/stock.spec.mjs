// Staff receive, move and count stock; a shopper asks to be told when something is back, and is.
import { expect, test } from "./support/test.mjs";
import { email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

async function press(page, look, name, arrives) {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
  await page.waitForURL(arrives);
  await look(page);
}

/** Opens the first item that a search finds. */
async function openItem(staff, words) {
  await staff.open(`/admin/stock?q=${encodeURIComponent(words)}`);
  const link = staff.page.getByRole("region", { name: "Stock" }).getByRole("link").first();
  await link.click();
  await staff.page.waitForURL(/\/admin\/stock\/\d+$/);
  await staff.look();
}

test("staff receive, move and count stock, and every change is on the page", async ({ page, look, watch }) => {
  watch.expectStatus(422, /^\/actions\/admin\/adjust_stock$/);
  const staff = new Staff(page, look, OWNER);
  await staff.logIn("/admin/stock");
  await openItem(staff, "LAMP");
  await page.getByRole("region", { name: "Receive" }).getByLabel("Units").fill("3");
  await press(page, look, "Receive", /done=received/);
  await expect(page.getByText("Received.", { exact: true })).toBeVisible();
  const movements = page.getByRole("region", { name: "Movements" });
  await expect(movements.getByRole("row").nth(1)).toContainText("+3");

  await page.getByLabel("Change").fill("-1");
  await page.getByRole("main").getByRole("button", { name: "Adjust", exact: true }).click();
  await expect(page.locator("#adjust-reason-error")).toBeVisible();
  await page.getByLabel("Change").fill("-1");
  await page.getByLabel("Reason").fill("Broken in the stockroom");
  await press(page, look, "Adjust", /done=adjusted/);
  await expect(movements.getByRole("row").nth(1)).toContainText("Broken in the stockroom");

  await page.getByRole("region", { name: "Transfer" }).getByLabel("Units").fill("1");
  await press(page, look, "Transfer", /done=transferred/);
  await expect(movements.getByRole("row").nth(1)).toContainText("Transferred");

  await staff.open("/admin/centers");
  await expect(page.getByRole("region", { name: "Fulfillment centers" }).getByRole("row")).not.toHaveCount(1);
  await staff.open("/admin/fulfillment");
});

test("who asks for something that is sold out hears of it when it is back", async ({ page, look, newBrowser }, testInfo) => {
  const address = email(testInfo);
  // Both runs share a shop.
  const sku = look.javaScriptEnabled ? "HAL-LOT-NAVY-M" : "HAL-LOT-CHALK-XXL";
  await page.goto(`/p/lookout-tee?variant=${sku}`);
  await look(page);
  await page.getByLabel("Tell me when it is back").fill(address);
  await page.getByRole("button", { name: "Tell me", exact: true }).click();
  await expect(page.getByText("We write to you when it is back")).toBeVisible();
  await look(page);

  const staff = new Staff(await newBrowser(), look, OWNER);
  await staff.logIn("/admin/stock");
  await openItem(staff, sku);
  const item = new URL(staff.page.url()).pathname;
  await staff.page.getByRole("region", { name: "Receive" }).getByLabel("Units").fill("1");
  await press(staff.page, look, "Receive", /done=received/);
  await staff.accountMail(address, "Lookout Tee is back");
  // The other run finds it sold out again.
  await staff.open(item);
  await staff.page.getByLabel("Counted").fill("0");
  await press(staff.page, look, "Set to what was counted", /done=counted/);
});
