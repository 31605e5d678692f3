// Single pages, in the ways that people come to them.
import { expect, settle, test } from "./support/test.mjs";
import { Shopper } from "./support/shopper.mjs";

test("an address that leads nowhere says so and leads on", async ({ page, look, watch }) => {
  watch.expectStatus(404, /^\/(nowhere|c\/nowhere|p\/nowhere|orders\/T1)$/);
  for (const path of ["/nowhere", "/c/nowhere", "/p/nowhere", "/orders/T1"]) {
    const answer = await page.goto(path);
    expect(answer.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await look(page);
  }
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a search finds by words, and one that finds nothing helps on", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  // A search box that becomes a combobox once its suggestions are there.
  const field = page.getByLabel("Search the shop");
  await field.fill("blanket");
  await field.press("Enter");
  await expect(shopper.heading(/blanket/)).toBeVisible();
  expect(await shopper.productCount()).toBeGreaterThan(0);
  await look(page);
  await shopper.open("/search?q=xylophone+zeppelin");
  await expect(shopper.main()).toContainText("Nothing has these words");
  await shopper.open("/search");
});

test("suggestions are walked with the arrow keys, and a plain search does without", async ({ page, look, javaScriptEnabled }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  const field = page.getByLabel("Search the shop");
  await field.fill("moor wool");
  if (!javaScriptEnabled) {
    await field.press("Enter");
    await expect(shopper.main().getByRole("article").filter({ hasText: "Moor Wool Blanket" })).toBeVisible();
    return;
  }
  const product = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option", { name: /Moor Wool Blanket/ });
  await expect(product).toBeVisible();
  await look(page);
  await field.press("Escape");
  await expect(product).toBeHidden();
  await field.press("ArrowDown");
  while ((await product.getAttribute("aria-selected")) !== "true") await field.press("ArrowDown");
  await field.press("Enter");
  await page.waitForURL(/\/p\/moor-wool-blanket/);
  await expect(shopper.heading("Moor Wool Blanket")).toBeVisible();
});

test("an empty cart says so, and its checkout leads back to it", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/cart");
  await expect(shopper.main()).toContainText("Nothing in it yet");
  await page.goto("/checkout");
  await page.waitForURL((url) => url.pathname === "/cart");
});

test("quantities change in the cart, and lines go", async ({ page, look, javaScriptEnabled }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openProduct();
  await shopper.addToCart(1);
  await shopper.openCart();
  if (javaScriptEnabled) {
    await page.getByRole("button", { name: "One more" }).click();
  } else {
    await page.getByLabel(/^Quantity/).fill("2");
    await page.getByRole("button", { name: "Update" }).click();
  }
  await expect(page.getByRole("banner").getByRole("link", { name: "Cart, 2 items" })).toBeVisible();
  await look(page);
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(shopper.main()).toContainText("Nothing in it yet");
  await expect(page.getByRole("banner").getByRole("link", { name: "Cart, empty" })).toBeVisible();
  await look(page);
});

test("the theme is switched and remembered", async ({ page, look, javaScriptEnabled }) => {
  await page.goto("/");
  await look(page);
  const toggle = page.getByRole("banner").getByRole("button", { name: "Switch between light and dark" });
  if (!javaScriptEnabled) {
    // The switch is a script; without it the system decides.
    await expect(toggle).toBeHidden();
    return;
  }
  await toggle.click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await look(page);
});

test("dark pages have contrast, too", async ({ page, look, context, baseURL }) => {
  await context.addCookies([{ name: "theme", value: "dark", url: baseURL }]);
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openFirstCategory();
  await shopper.openBy(shopper.productLink(0));
  await shopper.open("/cart");
  await shopper.open("/login");
});

test("the keyboard reaches the content first", async ({ page, javaScriptEnabled }) => {
  await page.goto("/");
  await settle(page, javaScriptEnabled);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.querySelector("main").contains(document.activeElement))).toBe(true);
});

test("nothing sticks out at 360 pixels", async ({ page, look }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const shopper = new Shopper(page, look);
  const fits = async () => {
    const { scroll, client } = await page.evaluate(() => {
      const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
      return { scroll, client };
    });
    expect(scroll, page.url()).toBeLessThanOrEqual(client);
  };
  await shopper.open("/");
  await fits();
  const category = await page.getByRole("contentinfo").getByRole("navigation", { name: "Shop" }).getByRole("link").first().getAttribute("href");
  await shopper.open(category);
  await fits();
  await shopper.openBy(shopper.productLink(0));
  await fits();
  await shopper.addToCart(1);
  for (const path of ["/cart", "/checkout/contact", "/search?q=a", "/login"]) {
    await shopper.open(path);
    await fits();
  }
});
