// The owner makes a role and invites somebody, who sees what it opens and nothing else.
import { expect, test } from "./support/test.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

// Both runs share a shop.
const own = (name, look) => `${name} ${look.javaScriptEnabled ? "A" : "B"}`;
const inbox = (name, testInfo) => `${name}-${testInfo.project.name}-${testInfo.testId}-${testInfo.repeatEachIndex}@example.com`;
const PASSWORD = "a lantern over the harbor";

async function submit(page, look, name, arrives) {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
  await page.waitForURL(arrives);
  await look(page);
}

/** Makes a role of some permissions. */
async function addRole(page, look, name, permissions) {
  await page.goto("/admin/roles/new");
  await look(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  for (const permission of permissions) await page.getByRole("checkbox", { name: permission, exact: true }).check();
  await submit(page, look, "Save", /\/admin\/roles\/\d+\?saved=/);
}

/** Invites somebody and answers with the link that the mail brings. */
async function invite(page, look, name, email, role) {
  await page.goto("/admin/staff/new");
  await look(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Role", { exact: true }).selectOption({ label: role });
  await submit(page, look, "Send the invitation", /\/admin\/staff\/\d+\?done=invited/);
  await expect(page.getByText("Invited.")).toBeVisible();
  const member = new URL(page.url()).pathname;
  const mail = page.getByRole("row").filter({ hasText: email }).getByRole("link").first();
  // The worker writes it within a moment.
  await expect(async () => {
    await page.goto(`/admin/mail?q=${encodeURIComponent(email)}`);
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mail.click();
  await page.waitForURL(/\/admin\/mail\/\d+$/);
  await look(page);
  const link = await page.getByRole("main").getByRole("link", { name: /\/password-reset\?token=/ }).first().getAttribute("href");
  return { member, link };
}

test("somebody who is invited sees what their role opens, and loses it when the owner says so", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(403, /^\/admin/);
  const owner = new Staff(page, look, OWNER);
  const role = own("Stockroom", look);
  const email = inbox("ines", testInfo);
  await owner.logIn("/admin/roles");
  await addRole(page, look, role, ["Catalog"]);
  const { member, link } = await invite(page, look, "Ines Okafor", email, role);

  const other = await newBrowser();
  await other.goto(link);
  await look(other);
  await other.getByLabel("New password").fill(PASSWORD);
  await other.getByRole("button", { name: "Set the password" }).click();
  await expect(other.getByRole("main").getByRole("link", { name: "Log in" })).toBeVisible();
  const ines = new Staff(other, look, { email, password: PASSWORD });
  await ines.logIn("/admin");
  const navigation = other.getByRole("navigation", { name: "Admin" });
  await expect(navigation.getByRole("link", { name: "Products", exact: true })).toBeVisible();
  for (const hidden of ["Orders", "Customers", "Mail", "Staff", "Roles"]) {
    await expect(navigation.getByRole("link", { name: hidden, exact: true })).toHaveCount(0);
  }
  await ines.open("/admin/products");
  for (const closed of ["/admin/orders", "/admin/customers", "/admin/staff"]) {
    await other.goto(closed);
    await expect(other.getByRole("heading", { level: 1, name: "Crew only" })).toBeVisible();
  }

  await owner.open(member);
  await page.getByText("Disable the account…").click();
  await submit(page, look, "Disable it", /\?done=disabled/);
  await expect(page.getByText("Disabled, and logged out everywhere.")).toBeVisible();
  await other.goto("/admin/products");
  await other.waitForURL(/\/login\?next=/);

  await owner.open(`/admin/audit?subject=staff_member&q=${encodeURIComponent(email)}`);
  const entry = page.getByRole("listitem").filter({ hasText: email }).first();
  await entry.locator("summary").click();
  await expect(entry.getByRole("table")).toContainText("Disabled");
  await look(page);
});

test("a role is changed, and deleted when nobody has it", async ({ page, look }) => {
  const owner = new Staff(page, look, OWNER);
  const role = own("Night watch", look);
  await owner.logIn("/admin/roles");
  await addRole(page, look, role, ["Orders", "Customers"]);
  await page.getByRole("checkbox", { name: "Customers", exact: true }).uncheck();
  await submit(page, look, "Save", /saved=2/);
  await owner.open("/admin/roles");
  await expect(page.getByRole("row").filter({ hasText: role })).toContainText("Orders");
  await page.getByRole("link", { name: role, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: role })).toBeVisible();
  await page.getByText("Delete this role…").click();
  await submit(page, look, "Delete it", /\/admin\/roles\?deleted=/);
  await expect(page.getByText("The role is deleted.")).toBeVisible();
  await expect(page.getByRole("link", { name: role, exact: true })).toHaveCount(0);
});

test("a wrong role is refused beside its field", async ({ page, look, watch }) => {
  watch.expectStatus(422, /^\/actions\//);
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin/roles/new");
  await page.getByRole("main").getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await look(page);
});

test("a customer is found and opened", async ({ page, look }) => {
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin/customers");
  await page.getByLabel("Search customers").fill("lindq");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Ada Lindqvist" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ada Lindqvist" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Addresses" })).toBeVisible();
  await look(page);
});

test("the pages for the owner fit a phone and survive a reload", async ({ page, look }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin/staff");
  const member = await page.getByRole("main").getByRole("table").getByRole("link").first().getAttribute("href");
  for (const path of ["/admin/staff", "/admin/staff/new", "/admin/roles", "/admin/roles/new", "/admin/customers", member]) {
    await owner.open(path);
    await page.reload();
    await look(page);
    const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(sticksOut, path).toBe(false);
  }
});
