// Staff tick orders in the list: one pick list, their packing slips, and a file. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

async function buy(shopper, address) {
  await shopper.open("/");
  await shopper.openProduct();
  await shopper.addToCart(1);
  await shopper.openCart();
  await shopper.checkOut(address);
  await shopper.pay(CARDS.accepted);
  return shopper.confirmation();
}

test("two orders are picked, packed and exported together", async ({ page, look, newBrowser }, testInfo) => {
  const address = email(testInfo);
  const shopper = new Shopper(page, look);
  const numbers = [await buy(shopper, address), await buy(shopper, address)];

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin/orders");
  const list = `/admin/orders?q=${encodeURIComponent(address)}`;
  await staff.open(list);
  for (const number of numbers) await crew.getByRole("checkbox", { name: `Choose ${number}` }).check();
  if (look.javaScriptEnabled) await expect(crew.getByText("2 orders ticked")).toBeVisible();
  await staff.look();
  const downloading = crew.waitForEvent("download");
  await crew.getByRole("button", { name: "Export", exact: true }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("orders.csv");

  await staff.open(list);
  for (const number of numbers) await crew.getByRole("checkbox", { name: `Choose ${number}` }).check();
  await crew.getByRole("button", { name: "Pick list" }).click();
  await crew.waitForURL(/\/admin\/fulfillment\?chosen=1/);
  await expect(crew.getByRole("heading", { level: 1, name: "Pick list of 2 orders" })).toBeVisible();
  for (const number of numbers) await expect(crew.getByRole("main")).toContainText(number);
  await staff.look();
  const slips = await crew.getByRole("link", { name: "All packing slips as PDF" }).getAttribute("href");
  const slip = await crew.request.get(slips);
  expect(slip.status()).toBe(200);
  expect((await slip.body()).subarray(0, 5).toString()).toBe("%PDF-");

  // Nothing ticked is nothing, not everything.
  await staff.open(list);
  await crew.getByRole("button", { name: "Pick list" }).click();
  await expect(crew.getByText("No orders are chosen")).toBeVisible();
  await staff.look();
});
