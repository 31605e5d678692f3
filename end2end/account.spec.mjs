// What customers do with their account. Runs with scripts and without.
import { readFile } from "node:fs/promises";
import { expect, test } from "./support/test.mjs";
import { Customer, PASSWORD } from "./support/customer.mjs";
import { CARDS } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

class AccountHolder extends Customer {
  async openPart(name) {
    await this.openBy(this.page.getByRole("navigation", { name: "Account" }).getByRole("link", { name, exact: true }));
  }

  /** Fills in the address book's form. */
  async enterAddress(street, more = {}) {
    const fields = { name: "Ada Probe", street, postcode: "20457", city: "Hamburg", ...more };
    for (const [name, value] of Object.entries(fields)) await this.page.locator(`#${name}`).fill(value);
    await this.page.getByRole("button", { name: "Save address" }).click();
  }

  addressCard(street) {
    return this.page.getByRole("article", { name: `Ada Probe, ${street}` });
  }
}

test("addresses are kept, corrected and offered by the checkout", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const customer = new AccountHolder(page, look, testInfo, "Ada");
  await customer.register(await newBrowser());
  await customer.look();
  await customer.openPart("Addresses");
  await expect(customer.main()).toContainText("No address yet");

  await customer.openBy(page.getByRole("link", { name: "Add an address" }));
  await customer.enterAddress("Quittenstieg 1", { postcode: "1" });
  await expect(page.locator("#postcode")).toHaveAttribute("aria-invalid", "true");
  await customer.look();
  await customer.enterAddress("Quittenstieg 1");
  await page.waitForURL(/\/account\/addresses\?done=saved/);
  await customer.look();
  await expect(customer.addressCard("Quittenstieg 1")).toContainText("Parcels go here");

  await customer.openBy(page.getByRole("link", { name: "Add an address" }));
  await customer.enterAddress("Kontor 5");
  await page.waitForURL(/\/account\/addresses\?done=saved/);
  await customer.addressCard("Kontor 5").getByRole("button", { name: /Send invoices here/ }).click();
  await expect(customer.addressCard("Kontor 5")).toContainText("Invoices go here");
  await customer.look();

  await customer.fillCart();
  await page.getByRole("link", { name: "Check out" }).click();
  await customer.step("Contact");
  await expect(page.getByLabel("E-mail")).toHaveValue(customer.email);
  await page.getByRole("button", { name: "Continue to address" }).click();
  await customer.step("Address");
  const where = page.getByRole("group", { name: "Where to" });
  await expect(where.getByRole("radio", { name: /Quittenstieg 1/ })).toBeChecked();
  await expect(page.getByRole("group", { name: "Invoice" }).getByRole("radio", { name: /Kontor 5/ })).toBeChecked();
  await expect(page.locator("#shipping-name")).toBeHidden();
  await where.getByRole("radio", { name: "Another address" }).check();
  await expect(page.locator("#shipping-name")).toBeVisible();
  await expect(page.locator("#shipping-region")).toBeHidden();
  await page.locator("#shipping-country").selectOption("US");
  await expect(page.locator("#shipping-region")).toBeVisible();
  if (look.javaScriptEnabled) await expect(page.getByLabel("ZIP code")).toBeVisible();
  await customer.look();
  await where.getByRole("radio", { name: /Kontor 5/ }).check();
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await customer.step("Shipping");
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await customer.step("Payment");
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Review the order" }).click();
  await customer.step("Review");
  await expect(customer.main()).toContainText("Kontor 5");

  await customer.open("/account/addresses");
  const card = customer.addressCard("Quittenstieg 1");
  await card.locator("summary").click();
  await card.getByRole("button", { name: /Delete this address/ }).click();
  await expect(card).toHaveCount(0);
  await customer.look();
});

test("the history shows an order and leads to it, and the account can go once it is shipped", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const staffPage = await newBrowser();
  const customer = new AccountHolder(page, look, testInfo, "Ada");
  await customer.register(staffPage);
  await customer.fillCart();
  await customer.checkOut(customer.email);
  await customer.pay(CARDS.accepted);
  const number = await customer.confirmation();

  await customer.open("/account");
  await expect(customer.main()).toContainText(number);
  await customer.openPart("Orders");
  await customer.openBy(page.getByRole("main").getByRole("link", { name: number }));
  await expect(customer.main()).toContainText("Hafenstraße 7");

  await customer.open("/account/data");
  await expect(customer.main()).toContainText("An order is still to be paid or shipped");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download my data" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^my-data-\d{4}-\d{2}-\d{2}\.json$/);
  const data = JSON.parse(await readFile(await download.path(), "utf8"));
  expect(data.profile.email).toBe(customer.email);
  expect(data.orders.map((order) => order.number)).toEqual([number]);

  await new Staff(staffPage, look).ship(number, `JD${Date.now()}`);
  await customer.open("/account/data");
  await expect(customer.main()).toContainText("Your order stays in our books");
  await page.getByLabel("Password").fill("not this one");
  await page.getByRole("button", { name: "Delete my account" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await customer.look();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete my account" }).click();
  await page.waitForURL(/\/goodbye$/);
  await customer.look();
  await expect(page.getByRole("banner").getByRole("link", { name: "Log in" })).toBeVisible();
  await page.goto("/account");
  await page.waitForURL(/\/login\?next=/);
});

test("one sees where one is logged in, and logs out there", async ({ page, look, newBrowser }, testInfo) => {
  const customer = new AccountHolder(page, look, testInfo, "Ada");
  await customer.register(await newBrowser());
  const elsewhere = await newBrowser();
  await customer.logIn(elsewhere);
  await customer.openPart("Devices");
  const rows = customer.main().getByRole("listitem").filter({ hasText: "last seen" });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("This device");
  await rows.nth(1).getByRole("button", { name: /Log out there/ }).click();
  await expect(rows).toHaveCount(1);
  await customer.look();
  await elsewhere.goto("/account");
  await elsewhere.waitForURL(/\/login\?next=/);
});

test("profile and notifications are saved, and a phone has room for all of it", async ({ page, look, newBrowser }, testInfo) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const customer = new AccountHolder(page, look, testInfo, "Ada");
  await customer.register(await newBrowser());
  await customer.openPart("Profile");
  await page.getByLabel("Phone").fill("+49 40 123");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await customer.look();
  await customer.openPart("Notifications");
  await expect(page.getByRole("checkbox", { name: /Order updates/ })).toBeDisabled();
  await page.getByRole("checkbox", { name: /Newsletter/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(customer.main()).toContainText("Agreed to on");
  await customer.look();
  for (const path of ["/account", "/account/addresses/new", "/account/devices", "/account/data"]) {
    await customer.open(path);
    const { scroll, client } = await page.evaluate(() => {
      const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
      return { scroll, client };
    });
    expect(scroll, path).toBeLessThanOrEqual(client);
  }
});
