// The shop's own name, from the owner's settings to what shoppers see. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("the owner renames the shop, shoppers see it, and it is renamed back", async ({ page, look, newBrowser }) => {
  const crew = await newBrowser();
  const owner = new Staff(crew, look, OWNER);
  await owner.logIn("/admin/settings/shop");
  const rename = async (name) => {
    await owner.open("/admin/settings/shop");
    await crew.getByLabel("Name", { exact: true }).fill(name);
    await crew.getByRole("main").getByRole("button", { name: "Save" }).click();
    await crew.waitForURL(/saved=1/);
    await expect(crew.getByText("Saved.")).toBeVisible();
  };

  // The same journey, with scripts or without, may rename the shop back in between.
  await expect(async () => {
    await rename("Halyard & Daughters");
    await page.goto("/");
    const logo = page.getByRole("banner").getByRole("link", { name: "Halyard & Daughters, front page" });
    await expect(logo).toBeVisible({ timeout: 2_000 });
    await expect(page).toHaveTitle(/ · Halyard & Daughters$/, { timeout: 2_000 });
  }).toPass();
  await look(page);
  await rename("Halyard");

  await owner.open("/admin/settings/shop");
  await crew.getByLabel("Name", { exact: true }).fill(" ");
  await crew.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(crew.getByRole("main")).toContainText("Please check these fields");
  await look(crew);
});
