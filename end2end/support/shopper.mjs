// What shoppers do, told in the words that they see.
import { expect } from "./test.mjs";

export const CARDS = {
  accepted: "4242 4242 4242 4242",
  declined: "4000 0000 0000 0002",
  challenged: "4000 0000 0000 3220",
};

export class Shopper {
  constructor(page, look) {
    this.page = page;
    this.look = () => look(page);
    this.javaScriptEnabled = look.javaScriptEnabled;
  }

  main() {
    return this.page.getByRole("main");
  }

  heading(name) {
    return this.page.getByRole("heading", { level: 1, name });
  }

  async open(path) {
    await this.page.goto(path);
    await this.look();
  }

  /** From the front page into the first category of the navigation. */
  async openFirstCategory() {
    const link = this.page.getByRole("navigation", { name: "Categories" }).getByRole("link").first();
    await this.openBy(link);
  }

  /** Follows a link and waits for its page. */
  async openBy(link) {
    const target = new URL(await link.getAttribute("href"), this.page.url());
    await link.click();
    await this.page.waitForURL((url) => url.pathname === target.pathname && url.search === target.search);
    await this.look();
  }

  /** Filters the list by its first color and tells how many products are left. */
  async filterByFirstColor() {
    const box = this.page.locator('input[name="color"]').first();
    const before = await this.productCount();
    await box.check();
    const apply = this.page.getByRole("button", { name: "Apply" });
    if (await apply.isVisible()) await apply.click();
    await this.page.waitForURL(/[?&]color=/);
    await expect(this.page.getByRole("list", { name: "Chosen filters" })).toBeVisible();
    await this.look();
    const after = await this.productCount();
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThanOrEqual(before);
    return after;
  }

  async productCount() {
    const text = await this.page.getByRole("status").filter({ hasText: /\d+ products?/ }).innerText();
    return Number(text.match(/\d+/)[0]);
  }

  /** A product of this page that can be bought and seen: other tests put others in the shop. */
  async openProduct() {
    const card = this.main().getByRole("article").filter({ has: this.page.locator("img") }).filter({ hasNotText: "Sold out" });
    await this.openBy(card.first().getByRole("link").first());
  }

  productLink(place) {
    return this.page.getByRole("region", { name: "Products" }).getByRole("article").nth(place).getByRole("link").first();
  }

  /** On a product page: another value of every option, skipping what is sold out. */
  async chooseOptions() {
    const groups = this.page.locator(".option");
    for (let place = 0; place < (await groups.count()); place += 1) {
      const values = groups.nth(place).getByRole("link");
      const other = values.filter({ hasNotText: "sold out" }).and(this.page.locator(":not([aria-current])"));
      if ((await other.count()) === 0) continue;
      const value = other.last();
      const href = await value.getAttribute("href");
      await value.click();
      await this.page.waitForURL((url) => url.href.endsWith(href));
      await expect(groups.nth(place).locator('[aria-current="true"]')).toHaveCount(1);
    }
    await this.look();
  }

  /** Puts the chosen variant in the cart, which then holds `units`. */
  async addToCart(units) {
    await this.page.getByRole("button", { name: "Add to cart" }).click();
    const name = units === 1 ? "Cart, 1 item" : `Cart, ${units} items`;
    if (this.javaScriptEnabled) {
      const drawer = this.page.getByRole("dialog", { name: "In your cart" });
      await expect(drawer.getByRole("listitem").first()).toBeVisible();
      await this.look();
      await drawer.getByRole("button", { name: "Keep looking" }).click();
      await expect(drawer).toBeHidden();
    }
    await expect(this.page.getByRole("banner").getByRole("link", { name })).toBeVisible();
  }

  async openCart() {
    await this.page.getByRole("banner").getByRole("link", { name: /^Cart/ }).click();
    await expect(this.heading("Cart")).toBeVisible();
    await this.look();
  }

  /** Puts units of a product of the front page into the cart, which was empty, and opens it. */
  async fillCart(units = 1) {
    for (let unit = 1; unit <= units; unit += 1) {
      await this.open("/");
      await this.openProduct();
      await this.addToCart(unit);
    }
    await this.openCart();
  }

  /** Fills the cart and pays for it; answers with the order's number. */
  async buy(email, units = 1) {
    await this.fillCart(units);
    await this.checkOut(email);
    await this.pay(CARDS.accepted);
    return this.confirmation();
  }

  /** From the cart to the choice of shipping, for a parcel to Hamburg. */
  async goToShipping(email) {
    const { page } = this;
    await page.getByRole("link", { name: "Check out" }).click();
    await this.step("Contact");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Continue to address" }).click();
    await this.step("Address");
    await page.locator("#shipping-name").fill("Grete Probe");
    await page.locator("#shipping-street").fill("Hafenstraße 7");
    await page.locator("#shipping-postcode").fill("20457");
    await page.locator("#shipping-city").fill("Hamburg");
    await page.locator("#shipping-country").selectOption("DE");
    await page.getByRole("button", { name: "Continue to shipping" }).click();
    await this.step("Shipping");
  }

  /** From the cart to the payment service's page. */
  async checkOut(email) {
    const { page } = this;
    await this.goToShipping(email);
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Continue to payment" }).click();
    await this.step("Payment");
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "Review the order" }).click();
    await this.step("Review");
    await expect(this.main()).toContainText("Hafenstraße 7");
    await expect(this.main()).toContainText(email);
    await page.getByRole("button", { name: /^Place order/ }).click();
    await this.atGateway();
  }

  async step(title) {
    await expect(this.heading(`Checkout: ${title}`)).toBeAttached();
    await this.look();
  }

  async atGateway() {
    await this.page.waitForURL(/\/sandbox\/pay\//);
    await expect(this.heading(/^Pay /)).toBeVisible();
    await this.look();
  }

  async pay(card) {
    await this.page.getByLabel("Card number").fill(card);
    await this.page.getByRole("button", { name: /^Pay / }).click();
  }

  async confirmWithBank() {
    await expect(this.heading("Confirm your payment")).toBeVisible();
    await this.look();
    await this.page.getByRole("button", { name: "Yes, it is me" }).click();
  }

  /** The confirmation; answers with the order's number. */
  async confirmation() {
    await this.page.waitForURL(/\/orders\/T\d+/);
    await expect(this.heading("Thank you, Grete")).toBeVisible();
    await this.look();
    return new URL(this.page.url()).pathname.split("/")[2];
  }
}

/** Nobody else's address, so that tests can run at once. */
export function email(testInfo, name = "grete") {
  return `${name}-${testInfo.project.name}-${testInfo.testId}-${testInfo.repeatEachIndex}@example.com`;
}
