// What shipping costs: told in the cart, set up in the office. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("the cart tells what shipping to a place costs, and how much is missing to free shipping", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openFirstCategory();
  await shopper.openProduct();
  await shopper.addToCart(1);
  await shopper.openCart();
  await expect(shopper.main()).toContainText(/more and shipping is free|Free shipping is yours/);
  const estimate = page.locator("#estimate");
  await estimate.locator("summary").click();
  await page.locator("#estimate-country").selectOption("GB");
  await estimate.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/\/cart\?.*country=GB/);
  await expect(estimate).toContainText("United Kingdom");
  await expect(estimate).toContainText("working days");
  await expect(estimate).toContainText("VAT 20 %");
  await look(page);
  await page.locator("#estimate-country").selectOption("DE");
  await estimate.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/\/cart\?.*country=DE/);
  await expect(estimate).toContainText("Includes VAT 19 %");
  await look(page);
});

test("staff make a method with a weight table, and shoppers can choose it", async ({ page, look, newBrowser, watch }, testInfo) => {
  watch.expectStatus(422, /^\/actions\/admin\/save_shipping_(method|rate)$/);
  const name = `Mule ${testInfo.project.name} ${Date.now()}`;
  const office = await newBrowser();
  const staff = new Staff(office, look, OWNER);
  await staff.logIn("/admin/shipping");
  await look(office);
  await office.getByRole("link", { name: "Add method" }).click();
  await office.waitForURL(/\/admin\/shipping\/methods\/new/);
  await office.getByRole("button", { name: /^Save/ }).click();
  await expect(office.getByRole("alert")).toContainText("Name");
  await look(office);
  await office.locator("#shipping-method-name").fill(name);
  await office.getByRole("button", { name: /^Save/ }).click();
  await office.waitForURL(/\/admin\/shipping\/methods\/\d+\?saved=1/);
  await expect(office.getByText("Saved.")).toBeVisible();
  await look(office);
  await office.getByRole("region", { name: "Costs by zone" }).getByRole("link", { name: "Germany" }).click();
  await office.waitForURL(/\/zones\/\d+/);
  await office.getByLabel("How it is priced").selectOption("weight");
  await office.getByRole("button", { name: /^Save/ }).click();
  await expect(office.getByRole("alert")).toContainText("Please fill this in.");
  await look(office);
  // Without scripts, a refused page comes back with what is stored.
  await office.getByLabel("How it is priced").selectOption("weight");
  await office.getByLabel("Row 1: up to").fill("100000");
  await office.getByLabel("Row 1: price").fill("3.33");
  await office.getByRole("button", { name: /^Save/ }).click();
  await office.waitForURL(/\?saved=2/);
  await expect(office.getByLabel("Row 1: price")).toHaveValue("3.33");
  await look(office);

  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openFirstCategory();
  await shopper.openProduct();
  await shopper.addToCart(1);
  await shopper.openCart();
  await shopper.goToShipping(email(testInfo));
  const mule = page.getByRole("radio", { name });
  await expect(mule).toBeVisible();
  await expect(shopper.main()).toContainText("€3.33");
  await mule.check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await shopper.step("Payment");
  await expect(shopper.main()).toBeVisible();

  // The office takes it off the list again.
  await office.goto("/admin/shipping");
  await office.getByRole("link", { name }).click();
  await office.waitForURL(/\/methods\/\d+/);
  await office.getByText("Delete this method…").click();
  await office.getByRole("button", { name: "Delete it" }).click();
  await office.waitForURL(/\/admin\/shipping\?deleted=/);
  await expect(office.getByRole("link", { name })).toHaveCount(0);
});
