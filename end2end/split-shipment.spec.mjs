// An order that no center can serve alone: two parcels, one after the other. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

const CENTERS = ["Hamburg", "Rotterdam"];

/** Leaves so many units of a variant at a center. */
async function count(staff, sku, center, units) {
  const { page } = staff;
  await staff.open(`/admin/stock?q=${encodeURIComponent(sku)}`);
  await page.getByRole("row").filter({ hasText: center }).getByRole("link", { name: sku, exact: true }).click();
  await page.waitForURL(/\/admin\/stock\/\d+$/);
  await page.getByRole("region", { name: "Stocktaking" }).getByLabel("Counted").fill(String(units));
  await page.getByRole("button", { name: "Set to what was counted" }).click();
  await page.waitForURL(/done=counted/);
}

/** Sends the parcel that leaves from a center. */
async function ship(staff, number, center, tracking) {
  const { page } = staff;
  await staff.open(`/admin/orders/${number}`);
  const form = page.getByRole("region", { name: `Ship from ${center}` });
  await form.getByLabel("Carrier").selectOption({ index: 1 });
  await form.getByLabel("Tracking number").fill(tracking);
  await form.getByRole("button", { name: "Mark as shipped" }).click();
  await page.waitForURL(/done=shipped/);
  await expect(page.getByRole("region", { name: "Parcels" })).toContainText(tracking);
  await staff.look();
}

test("an order from two centers goes out in two parcels, and the customer follows both", async ({ page, look, newBrowser }, testInfo) => {
  // Both runs share a shop, so each has a jacket of its own.
  const sku = look.javaScriptEnabled ? "FAR-LQJ-SAND-S" : "FAR-LQJ-SLATE-XL";
  const crew = await newBrowser();
  const staff = new Staff(crew, look, OWNER);
  await staff.logIn("/admin/stock");
  for (const center of CENTERS) await count(staff, sku, center, 1);

  const shopper = new Shopper(page, look);
  for (const units of [1, 2]) {
    await shopper.open(`/p/leeward-quilted-jacket?variant=${sku}`);
    await shopper.addToCart(units);
  }
  await shopper.openCart();
  await shopper.checkOut(email(testInfo));
  await shopper.pay(CARDS.accepted);
  const number = await shopper.confirmation();
  const parcels = page.getByRole("region", { name: "Parcels" });
  await expect(parcels).toHaveCount(0);

  await staff.open("/admin/fulfillment");
  await expect(crew.getByRole("main")).toContainText(sku);
  await ship(staff, number, "Hamburg", "FROM-HAMBURG");
  await expect(crew.getByRole("region", { name: "Ship from Hamburg" })).toHaveCount(0);
  await page.reload();
  await expect(shopper.main()).toContainText(`A part of order ${number} is on its way.`);
  await expect(parcels.getByRole("listitem").filter({ hasText: "FROM-HAMBURG" })).toContainText("1 piece");
  await look(page);

  await ship(staff, number, "Rotterdam", "FROM-ROTTERDAM");
  await page.reload();
  await expect(shopper.main()).toContainText(`Order ${number} is on its way.`);
  for (const tracking of ["FROM-HAMBURG", "FROM-ROTTERDAM"]) {
    await expect(parcels.getByRole("link", { name: new RegExp(`^${tracking}`) })).toHaveAttribute("href", new RegExp(tracking));
  }
  await look(page);
});
