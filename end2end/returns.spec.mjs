// A part of an order is sent back, from the request to the refund. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Shopper, email } from "./support/shopper.mjs";
import { Staff } from "./support/staff.mjs";

test("a customer sends a unit back, staff take it and refund it, and the customer sees it", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo), 2);

  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.ship(number, "SENT-OUT");

  // The customer asks: with a wrong number first.
  await page.reload();
  const returns = page.getByRole("region", { name: "Returns" });
  await returns.getByText("Return items…").click();
  const ask = returns.getByRole("button", { name: "Ask for the return" });
  await returns.getByLabel("How many").fill("9");
  await returns.getByLabel("Why").selectOption("damaged");
  await returns.getByLabel("In your words").fill("A crack in the rim");
  await ask.click();
  await expect(returns.getByLabel("How many")).toHaveAttribute("aria-invalid", "true");
  await look(page);
  await returns.getByLabel("How many").fill("1");
  await returns.getByLabel("Why").selectOption("damaged");
  await returns.getByLabel("In your words").fill("A crack in the rim");
  await ask.click();
  await expect(returns.getByText("We have your request. You hear from us by mail.")).toBeVisible();
  await expect(returns.getByText("A crack in the rim")).toBeVisible();
  const heading = await returns.getByRole("heading", { level: 3 }).first().innerText();
  const name = heading.match(/R\d+/)[0];
  await look(page);

  // Staff find it, approve it, and take it back into stock.
  await staff.open("/admin/returns?tab=requested");
  await crew.getByRole("link", { name, exact: true }).click();
  await expect(crew.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(crew.getByText("A crack in the rim")).toBeVisible();
  await look(crew);
  await crew.getByLabel("How to send it").fill("To Hafenstraße 1, Hamburg");
  await crew.getByRole("button", { name: "Approve the return" }).click();
  await expect(crew.getByText("Approved. The customer is told by mail where to send it.")).toBeVisible();
  await look(crew);
  await crew.getByRole("button", { name: "This came back" }).click();
  await expect(crew.getByText("Received. What is for sale again is on its shelf.")).toBeVisible();
  await look(crew);

  // Less only for a reason.
  const refund = crew.getByRole("region", { name: "Refund" });
  await refund.getByLabel("Amount for the items").fill("1.00");
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(refund.getByLabel("Why less")).toHaveAttribute("aria-invalid", "true");
  await look(crew);
  await refund.getByLabel("Amount for the items").fill("1.00");
  await refund.getByLabel("Why less").fill("The rim is broken");
  await refund.getByRole("button", { name: "Refund" }).click();
  await expect(crew.getByText("Settled. The customer is told by mail, and the money is on its way.")).toBeVisible();
  await look(crew);
  await staff.open(`/admin/orders/${number}`);
  await expect(crew.getByRole("region", { name: "Returns" })).toContainText(name);
  await expect(crew.getByRole("region", { name: "What happened" })).toContainText("Return settled");

  await expect(async () => {
    await page.reload();
    await expect(shopper.main()).toContainText("Paid back to you", { timeout: 1_000 });
  }).toPass();
  await expect(returns).toContainText("Credited to you");
  await expect(returns).toContainText("The rim is broken");
  await look(page);
});

test("a customer takes a request back, and staff open a return for them", async ({ page, look, newBrowser }, testInfo) => {
  const shopper = new Shopper(page, look);
  const number = await shopper.buy(email(testInfo));
  const crew = await newBrowser();
  const staff = new Staff(crew, look);
  await staff.logIn("/admin");
  await staff.ship(number, "SENT-OUT");

  await page.reload();
  const returns = page.getByRole("region", { name: "Returns" });
  await returns.getByText("Return items…").click();
  await returns.getByLabel("How many").fill("1");
  await returns.getByLabel("Why").selectOption("changed_mind");
  await returns.getByRole("button", { name: "Ask for the return" }).click();
  await returns.getByRole("button", { name: "Cancel this return" }).click();
  await expect(returns.getByText("Your return is canceled.")).toBeVisible();
  await look(page);

  await staff.open(`/admin/orders/${number}`);
  const open = crew.getByRole("region", { name: "Open a return" });
  await open.locator("summary").click();
  await open.getByLabel("How many").fill("1");
  await open.getByLabel("Why").selectOption("wrong_item");
  await open.getByLabel("How to send it").fill("Bring it along");
  await open.getByRole("button", { name: "Open the return" }).click();
  await expect(crew.getByText("Opened. The customer is told by mail where to send it.")).toBeVisible();
  await look(crew);
  await page.reload();
  await expect(returns).toContainText("Bring it along");
  await look(page);
});
