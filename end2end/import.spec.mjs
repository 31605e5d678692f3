// A file with a broken row is imported in the admin.
import { test, expect } from "./support/test.mjs";
import { Staff } from "./support/staff.mjs";

const csv = (name) => `type,slug,name,sku,price
product,${name},Imported cup ${name},,
variant,${name},,${name.toUpperCase()},9.50
product,${name}-broken,Broken cup,,
variant,${name}-broken,,${name.toUpperCase()}-BROKEN,free
`;

test("staff import a file, and read what was refused", async ({ page, look, javaScriptEnabled }, { project }) => {
  const staff = new Staff(page, look);
  const name = `e2e-cup-${project.name}-${Date.now()}`;
  await staff.logIn("/admin/imports");
  await page.getByLabel("Format").selectOption("tradewind");
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "cups.csv", mimeType: "text/csv", buffer: Buffer.from(csv(name)) });
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForURL(/\/admin\/imports\/\d+$/);
  await expect(page.getByRole("heading", { level: 1, name: "cups.csv" })).toBeVisible();
  await expect(page.locator(".admin-head").getByText("Done")).toBeVisible();
  const refused = page.getByRole("row").filter({ hasText: `${name}-broken` }).filter({ hasText: "free" });
  await expect(refused).toContainText("price");
  await look(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the report" }).click();
  expect((await download).suggestedFilename()).toMatch(/report\.csv$/);
  await staff.open(`/admin/imports`);
  await expect(page.getByRole("link", { name: "cups.csv" }).first()).toBeVisible();
});
