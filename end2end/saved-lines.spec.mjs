// Something waits beside the cart while something else is bought, and comes back. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { CARDS, Shopper, email } from "./support/shopper.mjs";
import { Member } from "./support/account.mjs";

/** Customers of the demo shop: one for each run, as both run at once. */
const CUSTOMERS = { javascript: "ada@example.com", plain: "jonas@example.com" };

/** Two products of a category, one unit each, on the cart's page; answers with their names. */
async function twoInTheCart(shopper) {
  await shopper.open("/c/bags");
  const list = shopper.page.url();
  const cards = shopper.main().getByRole("article").filter({ has: shopper.page.locator("img") }).filter({ hasNotText: "Sold out" });
  for (const place of [0, 1]) {
    await shopper.open(list);
    await shopper.openBy(cards.nth(place).getByRole("link").first());
    await shopper.addToCart(place + 1);
  }
  await shopper.openCart();
  return lines(shopper.page).getByRole("heading", { level: 2 }).allInnerTexts();
}

function lines(page) {
  return page.getByRole("region", { name: "Items in the cart" });
}

function saved(page) {
  return page.getByRole("region", { name: "Saved for later" });
}

function badge(page, name) {
  return page.getByRole("banner").getByRole("link", { name });
}

test("a guest saves a line for later, buys the rest, and moves it back", async ({ page, look, javaScriptEnabled }, testInfo) => {
  const shopper = new Shopper(page, look);
  const [first, second] = await twoInTheCart(shopper);
  await page.getByRole("button", { name: `Save for later: ${first}`, exact: true }).click();
  await expect(saved(page).getByRole("heading", { level: 3, name: first })).toBeVisible();
  await expect(lines(page).getByRole("heading", { level: 2 })).toHaveText([second]);
  await expect(badge(page, "Cart, 1 item")).toBeVisible();
  if (javaScriptEnabled) {
    await expect(page.getByText(`${first} is saved for later.`)).toBeVisible();
    await expect(lines(page).getByRole("listitem")).toBeFocused();
  }
  await look(page);

  await page.getByRole("button", { name: `Move to cart: ${first}`, exact: true }).click();
  await expect(saved(page)).toBeHidden();
  await expect(lines(page).getByRole("heading", { level: 2 })).toHaveText([second, first]);
  await expect(badge(page, "Cart, 2 items")).toBeVisible();
  if (javaScriptEnabled) await expect(lines(page)).toBeFocused();
  await page.getByRole("button", { name: `Save for later: ${first}`, exact: true }).click();
  await expect(badge(page, "Cart, 1 item")).toBeVisible();

  await shopper.checkOut(email(testInfo));
  await shopper.pay(CARDS.accepted);
  await shopper.confirmation();
  await expect(shopper.main()).toContainText(second);
  await expect(shopper.main()).not.toContainText(first);

  await shopper.openCart();
  await expect(shopper.main()).toContainText("Nothing in it yet");
  await page.getByRole("button", { name: `Move to cart: ${first}`, exact: true }).click();
  await expect(lines(page).getByRole("heading", { level: 2 })).toHaveText([first]);
  await expect(badge(page, "Cart, 1 item")).toBeVisible();
  await look(page);
});

test("a saved line joins its like in the cart, and is removed", async ({ page, look, javaScriptEnabled }) => {
  const shopper = new Shopper(page, look);
  const [first, second] = await twoInTheCart(shopper);
  for (const name of [first, second]) {
    await page.getByRole("button", { name: `Save for later: ${name}`, exact: true }).click();
    await expect(saved(page).getByRole("heading", { level: 3, name })).toBeVisible();
  }
  await expect(shopper.main()).toContainText("Nothing in it yet");
  await expect(saved(page)).toContainText("2 items");
  await expect(badge(page, "Cart, empty")).toBeVisible();
  if (javaScriptEnabled) await expect(saved(page).getByRole("heading", { level: 2 })).toBeFocused();
  await look(page);

  // The same once more, from its product's page.
  await shopper.openBy(saved(page).getByRole("link", { name: first }));
  await shopper.addToCart(1);
  await shopper.openCart();
  await page.getByRole("button", { name: `Move to cart: ${first}`, exact: true }).click();
  await expect(badge(page, "Cart, 2 items")).toBeVisible();
  await expect(lines(page).getByRole("heading", { level: 2 })).toHaveText([first]);
  await expect(page.getByLabel(`Quantity of ${first}`)).toHaveValue("2");

  await page.getByRole("button", { name: `Remove ${second} from what is saved`, exact: true }).click();
  await expect(saved(page)).toBeHidden();
  await look(page);
});

test("what a guest saved is there after the login, also on a phone and in the dark", async ({ page, look, context, baseURL }, testInfo) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await context.addCookies([{ name: "theme", value: "dark", url: baseURL }]);
  const shopper = new Shopper(page, look);
  const [first, second] = await twoInTheCart(shopper);
  await page.getByRole("button", { name: `Save for later: ${first}`, exact: true }).click();
  await expect(saved(page)).toContainText(first);
  await look(page);
  const { scroll, client } = await page.evaluate(() => {
    const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
    return { scroll, client };
  });
  expect(scroll).toBeLessThanOrEqual(client);

  const member = new Member(page, look);
  await member.logIn(CUSTOMERS[testInfo.project.name], "halyard-customer");
  await page.waitForURL((url) => url.pathname !== "/login");
  await shopper.open("/cart");
  await expect(saved(page)).toContainText(first);
  await expect(lines(page)).toContainText(second);
  // Others log in with this account, too.
  await page.getByRole("button", { name: `Remove ${first} from what is saved`, exact: true }).click();
  await page.getByRole("button", { name: `Remove ${second}`, exact: true }).click();
  await expect(lines(page).getByRole("heading", { name: second })).toHaveCount(0);
});
