// Staff set up an endpoint of webhooks, see its secret once, try it, and replace the secret.
import { expect, test } from "./support/test.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("an endpoint is added, tried and deleted", async ({ page, look, watch }) => {
  watch.expectStatus(422, /^\/actions\/admin\/save_webhook$/);
  const staff = new Staff(page, look, OWNER);
  await staff.logIn("/admin/webhooks");
  await staff.open("/admin/webhooks/new");
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Save", exact: true }).click();
  await expect(main).toContainText("Please fill this in.");
  await look(page);

  const address = `https://127.0.0.1:9/${Date.now()}`;
  await main.getByLabel("Address").fill(address);
  await main.getByLabel("For").fill("The warehouse");
  await main.getByRole("checkbox", { name: "order.paid" }).check();
  await main.getByRole("checkbox", { name: "Switched on" }).check();
  await main.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/admin\/webhooks\/\d+\?done=made/);
  const shown = page.getByTestId("webhook-secret");
  await expect(shown).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const secret = await shown.textContent();
  await look(page);
  const path = new URL(page.url()).pathname;
  await staff.open(path);
  await expect(main).not.toContainText(secret);

  await main.getByRole("button", { name: "Send test event" }).click();
  await page.waitForURL(/done=sent/);
  await look(page);
  const deliveries = page.getByRole("region", { name: "Deliveries", exact: true });
  await expect(async () => {
    await page.goto(path);
    await expect(deliveries).toContainText("The address is not a public one.", { timeout: 2_000 });
  }).toPass();
  await deliveries.getByText("What is sent").first().click();
  await expect(deliveries).toContainText('"type":"test"');
  await look(page);

  await main.getByRole("button", { name: "Replace the secret" }).click();
  await page.waitForURL(/done=rotated/);
  await expect(shown).toHaveText(/^whsec_/);
  expect(await shown.textContent()).not.toBe(secret);

  await staff.open("/admin/webhooks");
  const row = page.getByRole("row").filter({ hasText: address });
  await expect(row).toContainText("The warehouse");
  await row.getByRole("link").click();
  await page.waitForURL(new RegExp(`${path}$`));
  await main.getByText("Delete this endpoint…").click();
  await main.getByRole("button", { name: "Delete endpoint" }).click();
  await page.waitForURL(/\/admin\/webhooks\?done=deleted/);
  await expect(page.getByRole("row").filter({ hasText: address })).toHaveCount(0);
});
