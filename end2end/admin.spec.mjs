// The admin's pages: each loaded afresh, as its code comes in a file of its own.
import { expect, test } from "./support/test.mjs";
import { Staff } from "./support/staff.mjs";

const LISTS = ["/admin", "/admin/orders", "/admin/products", "/admin/mail"];

test("every admin page survives a reload", async ({ page, look }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin/products");
  const product = await page.getByRole("main").getByRole("table").getByRole("link").first().getAttribute("href");
  for (const path of [...LISTS, product]) {
    await staff.open(path);
    await page.reload();
    await look(page);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Admin" })).toBeAttached();
  }
});

test("the admin's pages lead to each other", async ({ page, look }) => {
  const staff = new Staff(page, look);
  await staff.logIn("/admin");
  const navigation = page.getByRole("navigation", { name: "Admin" });
  for (const name of ["Orders", "Products", "Mail", "Dashboard"]) {
    await navigation.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await look(page);
  }
});

test("visitors do not get in, and customers are told so", async ({ page, look, watch }) => {
  watch.expectStatus(403, /^\/admin/);
  for (const path of LISTS) {
    await page.goto(path);
    await page.waitForURL(/\/login\?next=/);
  }
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("halyard-customer");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Crew only" })).toBeVisible();
  await look(page);
});

test("a wrong password is refused without saying which part was wrong", async ({ page, look, watch }) => {
  watch.expectStatus(401, /^\/actions\//);
  await page.goto("/login");
  await look(page);
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("main")).toContainText("E-mail or password is wrong");
  await look(page);
});

test("the admin fits a phone", async ({ page, look }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const staff = new Staff(page, look);
  await staff.logIn("/admin/products");
  const product = await page.getByRole("main").getByRole("table").getByRole("link").first().getAttribute("href");
  for (const path of [...LISTS, product]) {
    await staff.open(path);
    const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(sticksOut, path).toBe(false);
  }
});
