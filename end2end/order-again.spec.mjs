// A customer orders the same once more. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";

test("what was ordered goes into the cart again, once", async ({ page, look }, testInfo) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openProduct();
  const title = await page.getByRole("heading", { level: 1 }).innerText();
  await shopper.addToCart(1);
  await shopper.openCart();
  await shopper.checkOut(email(testInfo));
  await shopper.pay(CARDS.accepted);
  await shopper.confirmation();

  for (let press = 0; press < 2; press += 1) {
    const before = page.url();
    await page.getByRole("button", { name: "Order again" }).click();
    await page.waitForURL((url) => url.searchParams.get("again") === "1" && url.href !== before);
    await expect(page.getByText("1 piece of this order is in your cart")).toBeVisible();
    await expect(page.getByRole("banner").getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  }
  await look(page);
  await page.getByRole("link", { name: "Go to the cart" }).click();
  await expect(shopper.heading("Cart")).toBeVisible();
  await expect(page.getByRole("region", { name: "Items in the cart" })).toContainText(title);
  await look(page);
});
