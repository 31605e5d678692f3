// An order that is paid by bank transfer, from the checkout to the money that staff note. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("a shopper orders by bank transfer, staff mark it as paid, and the order goes on", async ({ page, look, newBrowser }, testInfo) => {
  const crew = await newBrowser();
  const owner = new Staff(crew, look, OWNER);
  await owner.logIn("/admin/settings/payments");
  const offer = crew.locator('input[name="bank_transfer"]');
  await offer.check();
  await crew.getByLabel("Account holder").fill("Halyard GmbH");
  await crew.getByLabel("IBAN").fill("DE89 3704 0044 0532 0130 00");
  await crew.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(crew.getByText("Saved.")).toBeVisible();
  await look(crew);

  const shopper = new Shopper(page, look);
  await shopper.open("/p/market-tote-18");
  await shopper.addToCart(1);
  await shopper.openCart();
  await shopper.goToShipping(email(testInfo));
  await page.getByRole("radio", { name: /^Standard/ }).check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await shopper.step("Payment");
  await page.getByRole("radio", { name: /^Bank transfer/ }).check();
  await page.getByRole("button", { name: "Review the order" }).click();
  await shopper.step("Review");
  await page.getByRole("button", { name: /^Place order/ }).click();
  const number = await shopper.confirmation();
  await expect(shopper.main()).toContainText("Please transfer €33.90");
  await expect(shopper.main()).toContainText("DE89 3704 0044 0532 0130 00");
  await expect(shopper.main()).toContainText(number);
  await look(page);

  await owner.open(`/admin/orders/${number}`);
  const payments = crew.getByRole("region", { name: "Payments" });
  const paid = payments.locator("details").filter({ has: crew.getByRole("button", { name: "This amount came in", includeHidden: true }) });
  await paid.locator("summary").click();
  await paid.getByRole("button", { name: "This amount came in" }).click();
  await crew.waitForURL(/done=/);
  await look(crew);
  await expect(async () => {
    await page.reload();
    await expect(shopper.main()).toContainText("is paid and being packed", { timeout: 1_000 });
  }).toPass();
  await expect(shopper.main()).not.toContainText("Please transfer");
  await look(page);
});
