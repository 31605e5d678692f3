// Staff count a center with one form; what came in meanwhile is not counted away. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

/** The row of an item on the sheet. */
function row(page, sku) {
  return page.getByRole("region", { name: "Stock to count" }).getByRole("row").filter({ hasText: sku });
}

/** What the books say about it. */
async function onHand(page, sku) {
  return Number(await row(page, sku).getByRole("cell").nth(1).innerText());
}

async function book(staff) {
  await staff.page.getByRole("button", { name: "Set to what was counted" }).click();
  await staff.page.waitForURL(/[?&]counted=\d+/);
  await staff.look();
}

test("a page of a center is counted at once, and a delivery meanwhile stays", async ({ page, look, newBrowser, watch }) => {
  watch.expectStatus(422, /^\/actions\/admin\/take_stock$/);
  const staff = new Staff(page, look, OWNER);
  await staff.logIn("/admin/stock");
  await page.getByRole("main").getByRole("link", { name: "Stocktaking" }).click();
  await page.waitForURL(/\/admin\/stocktaking$/);
  await look(page);
  // Both runs share a shop, so each counts variants of its own.
  const words = look.javaScriptEnabled ? "TNT-MWB" : "OST-PSN";
  await page.getByLabel("Search stock").fill(words);
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/[?&]q=/);
  await look(page);
  const links = page.getByRole("region", { name: "Stock to count" }).getByRole("rowheader").getByRole("link");
  const [first, second] = await links.allInnerTexts();
  const address = page.url();

  // A mistake stands beside its row, and nothing is booked.
  await page.getByLabel(`Counted of ${first}`, { exact: true }).fill("many");
  await page.getByRole("button", { name: "Set to what was counted" }).click();
  await expect(row(page, first)).toContainText("number");
  await look(page);

  await staff.open(address);
  const before = await onHand(page, first);
  await page.getByLabel(`Counted of ${first}`, { exact: true }).fill(String(before));
  await page.getByLabel("Note").fill("Stocktaking of a test");
  await book(staff);
  await expect(page.getByText("1 item counted.")).toBeVisible();

  // Another one of the crew takes a delivery in while the second item is counted.
  const counted = await onHand(page, second);
  await page.getByLabel(`Counted of ${second}`, { exact: true }).fill(String(counted));
  const other = new Staff(await newBrowser(), look, OWNER);
  const item = await row(page, second).getByRole("link").getAttribute("href");
  await other.logIn(item);
  await other.page.getByRole("region", { name: "Receive" }).getByLabel("Units").fill("1");
  await other.page.getByRole("main").getByRole("button", { name: "Receive", exact: true }).click();
  await other.page.waitForURL(/done=received/);

  await book(staff);
  await expect(page.getByText("0 items counted.")).toBeVisible();
  await expect(row(page, second)).toContainText("Changed meanwhile: count again");
  expect(await onHand(page, second)).toBe(counted + 1);
  await staff.open(`/admin/stock?q=${encodeURIComponent(first)}`);
  await page.getByRole("region", { name: "Stock" }).getByRole("link", { name: first, exact: true }).first().click();
  await page.waitForURL(/\/admin\/stock\/\d+$/);
  await expect(page.getByRole("region", { name: "Movements" })).toContainText("Stocktaking of a test");
});
