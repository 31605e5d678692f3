// Products side by side, from the cards and the product's page. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper } from "./support/shopper.mjs";

test("two products are put side by side, and one is taken off again", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  await shopper.openFirstCategory();
  const cards = page.getByRole("region", { name: "Products" }).getByRole("article");
  const first = await cards.nth(0).getByRole("heading").innerText();
  const category = page.url();
  await cards.nth(0).getByRole("link", { name: `Compare ${first}` }).click();
  await page.waitForURL(/\/compare\?p=[a-z0-9-]+$/);
  await look(page);
  await expect(shopper.main()).toContainText("Choose something to put beside it");

  await shopper.open(category);
  await shopper.openBy(shopper.productLink(1));
  const second = await shopper.heading(/./).innerText();
  await page.getByRole("link", { name: "Compare with others" }).click();
  await page.waitForURL(/\/compare\?p=[a-z0-9-]+&p=[a-z0-9-]+$/);
  await look(page);
  const table = page.getByRole("table", { name: "Products side by side" });
  await expect(table.getByRole("columnheader")).toHaveCount(2);
  for (const title of [first, second]) await expect(table.getByRole("link", { name: title, exact: true })).toBeVisible();
  await expect(table.getByText("differs").first()).toBeVisible();

  const rows = table.getByRole("rowheader");
  const all = await rows.count();
  await page.getByRole("link", { name: "Show differences only" }).click();
  await page.waitForURL(/differences=only/);
  await expect(page.getByRole("link", { name: "Show everything" })).toBeVisible();
  expect(await rows.count()).toBeLessThanOrEqual(all);
  await look(page);

  await page.getByRole("link", { name: `Remove ${first}` }).click();
  await expect(table.getByRole("columnheader")).toHaveCount(1);
  await look(page);
});

test("a shared comparison is the same for everybody, and an empty one helps", async ({ page, look }) => {
  const shopper = new Shopper(page, look);
  await shopper.open("/compare");
  await expect(shopper.heading("Compare")).toBeVisible();
  await expect(shopper.main()).toContainText("Nothing to compare yet");
  await shopper.open("/compare?p=no-such-thing");
  await expect(shopper.main()).toContainText("no longer for sale");
});

test("four products fit a phone, and the rows keep their names", async ({ page, look }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const shopper = new Shopper(page, look);
  await shopper.open("/");
  const links = page.getByRole("main").getByRole("article").getByRole("heading").getByRole("link");
  const hrefs = await links.evaluateAll((found) => found.map((link) => new URL(link.href).pathname.split("/")[2]));
  const slugs = [...new Set(hrefs)].slice(0, 4);
  await shopper.open(`/compare?${slugs.map((slug) => `p=${slug}`).join("&")}`);
  const { scroll, client } = await page.evaluate(() => {
    const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
    return { scroll, client };
  });
  expect(scroll).toBeLessThanOrEqual(client);
  await expect(page.getByRole("table").getByRole("columnheader")).toHaveCount(4);
});
