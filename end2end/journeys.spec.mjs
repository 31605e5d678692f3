// The main job, from the front page to the tracking number. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

/** Two different products of the first category, filtered by color, in the cart. */
async function fillCart(shopper) {
  await shopper.open("/");
  await shopper.openFirstCategory();
  const found = await shopper.filterByFirstColor();
  const list = shopper.page.url();
  await shopper.openBy(shopper.productLink(0));
  await shopper.chooseOptions();
  await shopper.addToCart(1);
  if (found > 1) {
    await shopper.open(list);
    await shopper.openBy(shopper.productLink(1));
  } else {
    await shopper.open("/");
    await shopper.openBy(shopper.page.getByRole("main").getByRole("article").last().getByRole("link").first());
  }
  await shopper.addToCart(2);
  await shopper.openCart();
  await expect(shopper.page.getByRole("region", { name: "Items in the cart" }).getByRole("heading", { level: 2 })).toHaveCount(2);
}

test("a guest buys two products, staff ship them, the guest sees the tracking number", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const address = email(testInfo);
  await fillCart(shopper);
  await shopper.checkOut(address);
  await shopper.pay(CARDS.accepted);
  const number = await shopper.confirmation();
  await expect(shopper.main()).toContainText(address);

  const staff = new Staff(await newBrowser(), look);
  await staff.logIn("/admin");
  const link = await staff.orderLinkFromMail(address, number);
  const tracking = `JD${Date.now()}`;
  await staff.ship(number, tracking);

  // By the mail's link, in a browser that never saw the order.
  const guest = new Shopper(await newBrowser(), look);
  await guest.open(link);
  await expect(guest.heading(`Order ${number}`)).toBeVisible();
  await expect(guest.main()).toContainText(tracking);

  await page.reload();
  await look(page);
  await expect(shopper.main()).toContainText(tracking);
});

test("a declined card leaves the order payable, and a card with a challenge pays it", async ({ page, look, watch }, testInfo) => {
  watch.expectStatus(402, /^\/sandbox\/pay\//);
  const shopper = new Shopper(page, look);
  await fillCart(shopper);
  await shopper.checkOut(email(testInfo));
  await shopper.pay(CARDS.declined);
  await expect(page.getByRole("alert")).toBeVisible();
  await look(page);

  await page.getByRole("link", { name: "Back to the shop without paying" }).click();
  await page.waitForURL(/\/orders\/T\d+/);
  await expect(shopper.main()).toContainText("Nothing is lost");
  await look(page);

  await page.getByRole("button", { name: "Pay now" }).click();
  await shopper.atGateway();
  await shopper.pay(CARDS.challenged);
  await shopper.confirmWithBank();
  await page.waitForURL(/\/orders\/T\d+/);
  await expect(shopper.main()).toContainText("is paid and being packed");
  await expect(page.getByRole("button", { name: "Pay now" })).toHaveCount(0);
  await look(page);
});

test("what was typed wrong is named beside its field, and the rest is kept", async ({ page, look, watch }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  await shopper.fillCart();
  await page.getByRole("link", { name: "Check out" }).click();
  await shopper.step("Contact");
  await page.getByLabel("E-mail").fill("nobody");
  await page.getByRole("button", { name: "Continue to address" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await look(page);
  await page.getByLabel("E-mail").fill(email(testInfo));
  await page.getByRole("button", { name: "Continue to address" }).click();
  await shopper.step("Address");
  await page.locator("#shipping-city").fill("Hamburg");
  await page.getByRole("button", { name: "Continue to shipping" }).click();
  await expect(page.locator("#shipping-name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#shipping-city")).toHaveValue("Hamburg");
  await look(page);
});
