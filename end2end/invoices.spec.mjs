// An order's invoice, from the customer's page, the mail and the staff's page. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("the customer and staff open the invoice of a paid order", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));

  const invoice = page.getByRole("region", { name: "Invoices" }).getByRole("link", { name: /^Invoice INV\d{4}-\d{5}/ });
  await expect(async () => {
    await page.reload();
    await expect(invoice).toBeVisible({ timeout: 1_000 });
  }).toPass();
  const file = await page.request.get(await invoice.getAttribute("href"));
  expect(file.status()).toBe(200);
  expect(file.headers()["content-type"]).toBe("application/pdf");
  expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  await look(page);

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}`);
  const same = crew.getByRole("region", { name: "Documents" }).getByRole("link", { name: /^Invoice INV/ });
  const again = await crew.request.get(await same.getAttribute("href"));
  expect(Buffer.compare(await again.body(), await file.body())).toBe(0);
  await look(crew);
});

test("the owner finds where the seller is set up", async ({ page, look }) => {
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin");
  await page.getByRole("navigation", { name: "Admin" }).getByRole("link", { name: "Seller" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Seller and invoices" })).toBeVisible();
  await expect(page.getByLabel("VAT ID or tax number")).toHaveValue("DE123456789");
  await look(page);
});
