// The shop's own name, from the owner's settings to what shoppers see. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

// Both runs share a shop and give it the same name, which it keeps.
const NAME = "Halyard & Daughters";

test("the owner names the shop, and shoppers see it", async ({ page, look, newBrowser, watch }) => {
  watch.expectStatus(422, /^\/actions\/admin\/save_shop_settings$/);
  const crew = await newBrowser();
  const owner = new Staff(crew, look, OWNER);
  await owner.logIn("/admin/settings/shop");
  const save = async (name) => {
    await owner.open("/admin/settings/shop");
    await crew.getByLabel("Name", { exact: true }).fill(name);
    await crew.getByRole("main").getByRole("button", { name: "Save" }).click();
  };

  await save(NAME);
  await crew.waitForURL(/saved=1/);
  await expect(crew.getByText("Saved.")).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("banner").getByRole("link", { name: `${NAME}, front page` })).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(` · ${NAME}$`));
  await look(page);

  await save(" ");
  await expect(crew.getByRole("main")).toContainText("Please check these fields");
  await look(crew);
  await page.goto("/");
  await expect(page).toHaveTitle(new RegExp(` · ${NAME}$`));
});
