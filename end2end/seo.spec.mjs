// What is read of pages by others than people.
import { expect, test } from "./support/test.mjs";
import { Shopper } from "./support/shopper.mjs";

test("a product describes itself as it is shown", async ({ page, look, baseURL }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openProduct();
  const path = new URL(page.url()).pathname;
  await shopper.open(path);
  const texts = await page.locator('script[type="application/ld+json"]').allTextContents();
  const product = texts.map((text) => JSON.parse(text)).find((data) => data["@type"] === "Product");
  expect(product.name).toBe(await shopper.heading(/./).innerText());
  expect(product.url).toBe(`${baseURL}${path}`);
  const offers = product.offers["@type"] === "Offer" ? [product.offers] : product.offers.offers;
  const shown = await page.locator(".product-price .price > span").first().innerText();
  expect(offers.map((offer) => `€${Number(offer.price).toLocaleString("en", { minimumFractionDigits: 2 })}`)).toContain(shown);
  await expect(page.locator('link[rel="canonical"]')).toHaveCount(1);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", `${baseURL}${path}`);
  const picture = await page.locator('meta[property="og:image"]').getAttribute("content");
  expect((await page.request.get(picture)).headers()["content-type"]).toBe("image/webp");
});

test("every page has one address, also after steps within the app", async ({ page, look, baseURL }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", `${baseURL}/`);
  await shopper.openFirstCategory();
  await expect(page.locator('link[rel="canonical"]')).toHaveCount(1);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", page.url());
  await shopper.openBy(shopper.productLink(0));
  await expect(page.locator('link[rel="canonical"]')).toHaveCount(1);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", page.url().split("?")[0]);
});

test("the sitemap leads to pages that are there", async ({ page }) => {
  const addresses = (xml) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  const robots = await (await page.request.get("/robots.txt")).text();
  const index = await (await page.request.get(robots.match(/^Sitemap: (.+)$/m)[1])).text();
  const parts = addresses(index);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    const found = addresses(await (await page.request.get(part)).text());
    expect(found.length).toBeGreaterThan(0);
    expect((await page.request.get(found.at(-1))).status()).toBe(200);
  }
});
