// What an order comes to: taxes in the price and on top of it, and shipping that is free from a value on.
// Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";

/** From the cart to the review of an order to an address. */
async function review(shopper, address, testInfo) {
  const { page } = shopper;
  await page.getByRole("link", { name: "Check out" }).click();
  await shopper.step("Contact");
  await page.getByLabel("E-mail").fill(email(testInfo));
  await page.getByRole("button", { name: "Continue to address" }).click();
  await sendTo(shopper, address);
  await shopper.step("Shipping");
  await page.getByRole("radio", { name: /^Standard/ }).check();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await shopper.step("Payment");
  await page.getByRole("button", { name: "Review the order" }).click();
  await shopper.step("Review");
  return summary(page);
}

/** On the step of the address; with all others filled in, it leads to the review. */
async function sendTo(shopper, address) {
  const { page } = shopper;
  await shopper.step("Address");
  for (const [field, value] of Object.entries({ name: "Grete Probe", ...address })) {
    const input = page.locator(`#shipping-${field}`);
    await (field === "country" ? input.selectOption(value) : input.fill(value));
  }
  await page.getByRole("button", { name: "Continue to shipping" }).click();
}

function summary(page) {
  return page.getByRole("complementary", { name: "Order summary" });
}

const HAMBURG = { street: "Hafenstraße 7", postcode: "20457", city: "Hamburg", country: "DE" };
const LONDON = { street: "1 Wharf Road", postcode: "N1 7GR", city: "London", country: "GB" };

test("prices tell their tax; at home it is in the total, abroad it comes on top", async ({ page, look }, testInfo) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/p/market-tote-18");
  await expect(shopper.main()).toContainText("incl. VAT, plus shipping");
  await shopper.addToCart(1);
  await shopper.openCart();
  await expect(page.getByTestId("tax-note")).toHaveText("Prices incl. VAT");
  const home = await review(shopper, HAMBURG, testInfo);
  // 29.00 and 4.90 for shipping.
  await expect(home).toContainText("Includes VAT 19 %");
  await expect(home).toContainText("€33.90");
  await look(page);

  await page.goto("/checkout/address");
  await sendTo(shopper, LONDON);
  await shopper.step("Review");
  const abroad = summary(page);
  // 29.00 and 24.90, and a fifth of both.
  await expect(abroad).toContainText("VAT 20 %");
  await expect(abroad).not.toContainText("Includes");
  await expect(abroad).toContainText("€64.68");
  await look(page);
});

test("from a value on shipping costs nothing", async ({ page, look }, testInfo) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/p/market-tote-18");
  await shopper.addToCart(1);
  await shopper.openCart();
  await expect(shopper.main()).toContainText("€71.00 more and shipping is free");
  await shopper.open("/p/berth-bedside-lamp");
  await shopper.addToCart(2);
  await shopper.openCart();
  await expect(shopper.main()).toContainText("Free shipping is yours");
  const sum = await review(shopper, HAMBURG, testInfo);
  await expect(sum).toContainText("Shipping, StandardFree");
  await expect(sum).toContainText("€158.00");
  await look(page);
});
