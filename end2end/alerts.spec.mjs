// Staff see an order whose money did not go as it should, and say that they saw to it. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

test("an order that ships before its difference is paid needs attention until somebody has seen to it", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.open(`/admin/orders/${number}/edit`);
  await crew.getByRole("region", { name: "Items" }).locator('input[name^="wanted["]').fill("2");
  await crew.getByRole("button", { name: "Preview the change" }).last().click();
  await crew.getByRole("button", { name: "Save the change" }).click();
  await expect(crew.getByText("Changed. The customer is told by mail.")).toBeVisible();
  await staff.ship(number, "TOO-EARLY");

  const banner = crew.getByRole("status").filter({ hasText: "Needs attention: Shipped before the difference was paid" });
  await expect(banner).toContainText("are still to be paid");
  await look(crew);
  await staff.open("/admin/orders?tab=needs-attention");
  await expect(crew.getByRole("row").filter({ hasText: number })).toContainText("Needs attention");
  await staff.open("/admin");
  await expect(crew.getByRole("main")).toContainText(/needs? attention/);

  await staff.open(`/admin/orders/${number}`);
  await banner.getByRole("button", { name: /^Done/ }).click();
  await expect(crew.getByText("Noted. It stands on the timeline who saw to it.")).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(crew.getByRole("region", { name: "What happened" })).toContainText("Seen to: Shipped before the difference was paid");
  await look(crew);
});

test("the owner sees what the worker could not do", async ({ page, look }) => {
  const owner = new Staff(page, look, OWNER);
  await owner.logIn("/admin/jobs");
  await expect(page.getByRole("heading", { level: 1, name: "Jobs" })).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "Jobs by state" });
  for (const tab of ["Failing", "Waiting", "Given up"]) {
    await tabs.getByRole("link", { name: tab }).click();
    await expect(tabs.getByRole("link", { name: tab })).toHaveAttribute("aria-current", "page");
    await look(page);
  }
});
