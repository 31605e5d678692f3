// Staff change an order before it ships; the difference goes back, or the customer pays it. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

/** From the order's page to the form. */
async function openForm(crew, look, number) {
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}`);
  await crew.getByRole("link", { name: "Edit order" }).click();
  await expect(crew.getByRole("heading", { level: 1, name: `Edit ${number}` })).toBeVisible();
  await look(crew);
}

/** Searches for products and answers with the fields of what is found and in stock. */
async function find(crew, look, words) {
  const add = crew.getByRole("region", { name: "Add items" });
  await add.getByLabel("Find a product").fill(words);
  await add.getByRole("button", { name: "Find" }).click();
  await crew.waitForURL(/[?&]draft=\d+/);
  const found = add.getByRole("listitem").filter({ hasNotText: "sold out" });
  await expect(found.first()).toBeVisible();
  await look(crew);
  return found.first().locator('input[name^="added["]');
}

async function preview(crew, look) {
  await crew.getByRole("button", { name: "Preview the change" }).last().click();
  await expect(crew.getByRole("button", { name: "Save the change" })).toBeVisible();
  await look(crew);
}

async function save(crew, look) {
  await crew.getByRole("button", { name: "Save the change" }).click();
  await expect(crew.getByText("Changed. The customer is told by mail.")).toBeVisible();
  await expect(crew.getByRole("region", { name: "Changes" })).toContainText("Total");
  await look(crew);
}

test("staff take a unit out and the difference goes back", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo), 2);
  const crew = await newBrowser();
  await openForm(crew, look, number);
  const units = crew.getByRole("region", { name: "Items" }).locator('input[name^="wanted["]');
  await units.fill("0");
  await crew.getByRole("button", { name: "Preview the change" }).last().click();
  await expect(units).toHaveAttribute("aria-invalid", "true");
  await look(crew);
  await units.fill("1");
  await crew.getByLabel("Reason").fill("One of them is cracked");
  await preview(crew, look);
  await expect(crew.getByRole("region", { name: "Items" })).toContainText("2 → 1");
  await expect(crew.getByRole("region", { name: "What it comes to" })).toContainText("back to where they came from");
  await save(crew, look);
  await expect(crew.getByRole("region", { name: "What happened" })).toContainText("One of them is cracked");
  await expect(async () => {
    await page.reload();
    await expect(shopper.main()).toContainText("Payment sent back", { timeout: 1_000 });
  }).toPass();
  await expect(shopper.main()).toContainText("Order changed");
  await expect(shopper.main()).not.toContainText("One of them is cracked");
  await look(page);
});

test("staff add a line and the customer pays the difference", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));
  const crew = await newBrowser();
  await openForm(crew, look, number);
  await (await find(crew, look, "a")).fill("1");
  await preview(crew, look);
  await expect(crew.getByRole("region", { name: "Items" })).toContainText("Added");
  await expect(crew.getByRole("region", { name: "What it comes to" })).toContainText("to be paid");
  await save(crew, look);
  await page.reload();
  await expect(page.getByText(/are still to be paid/)).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: "Pay now" }).click();
  await shopper.atGateway();
  await shopper.pay(CARDS.accepted);
  await page.waitForURL(/\/orders\/T\d+/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/are still to be paid/)).toBeHidden({ timeout: 1_000 });
  }).toPass();
  await look(page);
});

test("staff correct an address, and wrong fields stand beside their inputs", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));
  const crew = await newBrowser();
  await openForm(crew, look, number);
  await crew.locator("#shipping-postcode").fill("1");
  await crew.getByRole("button", { name: "Preview the change" }).last().click();
  await expect(crew.locator("#shipping-postcode")).toHaveAttribute("aria-invalid", "true");
  await look(crew);
  await crew.locator("#shipping-postcode").fill("20457");
  await crew.locator("#shipping-street").fill("Elbchaussee 9");
  await preview(crew, look);
  await expect(crew.getByRole("region", { name: "Addresses and contact" })).toContainText("Elbchaussee 9");
  await crew.getByRole("link", { name: "Go on editing" }).click();
  await expect(crew.locator("#shipping-street")).toHaveValue("Elbchaussee 9");
  await preview(crew, look);
  await save(crew, look);
  await page.reload();
  await expect(shopper.main()).toContainText("Elbchaussee 9");
  await look(page);
});
