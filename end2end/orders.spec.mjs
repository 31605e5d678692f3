// A part of an order is canceled and the rest shipped. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

test("staff cancel a unit, ship the rest, and the customer sees both", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo), 2);

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}`);
  const part = crew.getByRole("region", { name: "Cancel a part" });
  const units = part.locator('input[name^="cancel["]');
  await part.locator("summary").click();
  await units.fill("9");
  await part.getByRole("button", { name: "Cancel these units" }).click();
  await expect(units).toHaveAttribute("aria-invalid", "true");
  await look(crew);

  await units.fill("1");
  await part.getByLabel("Reason").fill("Broken in the stockroom");
  await part.getByRole("button", { name: "Cancel these units" }).click();
  await expect(crew.getByText("The stock is for sale again, and the customer is told by mail.")).toBeVisible();
  await expect(crew.getByRole("region", { name: "Items" })).toContainText("1 canceled");
  await expect(crew.getByRole("region", { name: "What happened" })).toContainText("Broken in the stockroom");
  await look(crew);
  await staff.ship(number, "PART-OF-IT");

  await expect(async () => {
    await page.reload();
    await expect(shopper.main()).toContainText("Paid back to you", { timeout: 1_000 });
  }).toPass();
  await expect(page.getByRole("region", { name: "Canceled" })).toContainText("1 ×");
  await expect(shopper.main()).toContainText("PART-OF-IT");
  await look(page);
});
