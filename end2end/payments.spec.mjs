// Money that goes back, from the order's page of the staff to the customer's. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("staff refund a part, too much is refused beside its field, and the customer sees what came back", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}`);
  const payments = crew.getByRole("region", { name: "Payments" });
  const refund = payments.locator("details").filter({ has: crew.getByRole("button", { name: "Refund this amount", includeHidden: true }) });
  await refund.locator("summary").click();
  await refund.getByLabel("Amount").fill("99999");
  await refund.getByLabel("Reason").fill("A scratch");
  await refund.getByRole("button", { name: "Refund this amount" }).click();
  await expect(refund.getByLabel("Amount")).toHaveAttribute("aria-invalid", "true");
  await expect(refund).toContainText("At most");
  await look(crew);

  await refund.getByLabel("Amount").fill("1.50");
  await refund.getByLabel("Reason").fill("A scratch");
  await refund.getByRole("button", { name: "Refund this amount" }).click();
  await expect(crew.getByText("The customer is told by mail as soon as the money went back.")).toBeVisible();
  await expect(payments).toContainText("Refund of €1.50");
  await look(crew);

  await expect(async () => {
    await page.reload();
    await expect(shopper.main()).toContainText("Paid back to you", { timeout: 1_000 });
  }).toPass();
  await expect(shopper.main()).toContainText("€1.50");
  await look(page);
});

test("the owner reads what the check finds and where payments are set up", async ({ page, look }) => {
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin/check");
  await expect(page.getByRole("heading", { level: 1, name: "Check" })).toBeVisible();
  await page.getByRole("navigation", { name: "Admin" }).getByRole("link", { name: "Payments" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Payments" })).toBeVisible();
  await expect(page.getByLabel("IBAN")).toBeVisible();
  await look(page);
});
