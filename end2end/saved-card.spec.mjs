// A card that a customer keeps: ticked at the payment service, paid with, refused, removed. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Customer } from "./support/customer.mjs";
import { CARDS } from "./support/shopper.mjs";

class CardHolder extends Customer {
  /** From the cart to the review, to pay with the card that the checkout has chosen. */
  async checkOutWithCard(card) {
    const { page } = this;
    await page.getByRole("link", { name: "Check out" }).click();
    await this.step("Contact");
    await page.getByRole("button", { name: "Continue to address" }).click();
    await this.step("Address");
    await page.getByRole("button", { name: "Continue to shipping" }).click();
    await this.step("Shipping");
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Continue to payment" }).click();
    await this.step("Payment");
    await expect(page.getByRole("radio", { name: new RegExp(card) })).toBeChecked();
    await page.getByRole("button", { name: "Review the order" }).click();
    await this.step("Review");
    await expect(this.main()).toContainText(card);
    await page.getByRole("button", { name: /^Place order/ }).click();
  }

  /** The gateway's page, with the card to be kept. */
  async payAndKeep(card) {
    await this.page.getByLabel("Save this card for the next time").check();
    await this.pay(card);
  }

  async openCards() {
    await this.open("/account");
    await this.openBy(this.page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "Payment methods" }));
  }

  card(name) {
    return this.page.getByRole("article", { name });
  }
}

test("a card is kept at the first order, pays the second, and is removed", async ({ page, look, newBrowser }, testInfo) => {
  const customer = new CardHolder(page, look, testInfo, "Grete");
  await customer.register(await newBrowser());
  await customer.openCards();
  await expect(customer.main()).toContainText("No card kept yet");

  await customer.fillCart();
  await customer.checkOut(customer.email);
  await customer.payAndKeep(CARDS.accepted);
  await customer.confirmation();
  // The payment service is asked for the card right after the payment.
  await expect(async () => {
    await customer.openCards();
    await expect(customer.card("Visa ending in 4242")).toContainText("Chosen at the checkout", { timeout: 1_000 });
  }).toPass();

  await customer.fillCart();
  await customer.checkOutWithCard("Visa ending in 4242");
  await customer.confirmation();

  await customer.openCards();
  const card = customer.card("Visa ending in 4242");
  await card.locator("summary").click();
  await look(page);
  await card.getByRole("button", { name: /^Remove this card/ }).click();
  await expect(customer.main()).toContainText("The card is removed.");
  await expect(customer.main()).toContainText("No card kept yet");
  await look(page);
});

test("a kept card whose bank asks leads to the question and back", async ({ page, look, newBrowser }, testInfo) => {
  const customer = new CardHolder(page, look, testInfo, "Grete");
  await customer.register(await newBrowser());
  await customer.fillCart();
  await customer.checkOut(customer.email);
  await customer.payAndKeep(CARDS.challenged);
  await customer.confirmWithBank();
  await customer.confirmation();
  await expect(async () => {
    await customer.openCards();
    await expect(customer.card("Visa ending in 3220")).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await customer.fillCart();
  await customer.checkOutWithCard("Visa ending in 3220");
  await page.waitForURL(/\/sandbox\/pay\//);
  await customer.confirmWithBank();
  await customer.confirmation();
});
