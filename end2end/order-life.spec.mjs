// What becomes of an order after its payment: called off by its customer, or packed, sent and delivered. Runs with scripts and
// without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

test("a guest calls off what has not left, and staff see who did it", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));
  await expect(shopper.main()).toContainText("Delivery time");
  await page.getByRole("link", { name: "Cancel order…" }).click();
  await expect(shopper.heading(`Cancel order ${number}?`)).toBeVisible();
  await look(page);
  await page.getByRole("link", { name: "Keep it" }).click();
  await page.getByRole("link", { name: "Cancel order…" }).click();
  await page.getByRole("button", { name: "Cancel the order" }).click();
  await page.waitForURL(/done=canceled/);
  // What the page begins with tells of the refund as soon as it is given.
  await expect(shopper.main()).toContainText("Canceled by you");
  await expect(page.getByRole("link", { name: "Cancel order…" })).toHaveCount(0);
  await look(page);

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}`);
  await expect(crew.getByRole("region", { name: "What happened" })).toContainText("Canceled by the customer");
});

test("an order is packed by its slip, sent, and complete once it arrived", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));
  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open("/admin/fulfillment");
  await crew.getByRole("link", { name: new RegExp(`^${number}.*packing slip`) }).first().click();
  await expect(crew.getByRole("heading", { level: 2, name: `Order ${number}` })).toBeVisible();
  await expect(crew.getByRole("main")).toContainText("Grete Probe");
  await look(crew);

  await staff.ship(number, "ON-ITS-WAY");
  await crew.getByRole("button", { name: "Mark delivered ON-ITS-WAY" }).click();
  await expect(crew.getByText("Noted. Everything has arrived: the order is complete.")).toBeVisible();
  await look(crew);

  await page.reload();
  await expect(shopper.main()).toContainText(`Order ${number} is complete.`);
  await expect(page.getByRole("region", { name: "Parcels" })).toContainText("delivered on");
  await expect(page.getByText("Return items…")).toBeVisible();
  await look(page);
});
