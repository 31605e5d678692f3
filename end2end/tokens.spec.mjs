// API tokens: made in the account page, shown once, revoked there.
import { expect, test } from "./support/test.mjs";

test("a token is made, shown once, used and revoked", async ({ page, look, request }) => {
  await page.goto("/login");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("halyard-customer");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");

  await page.goto("/account/tokens");
  await look(page);
  const main = page.getByRole("main");
  const name = `Till ${Date.now()}`;
  await main.getByLabel("Name").fill(name);
  await main.getByRole("checkbox", { name: /orders:read/ }).check();
  await main.getByRole("button", { name: "Make token" }).click();
  const shown = page.getByTestId("made-token");
  await expect(shown).toHaveText(/^tw_[0-9a-f]{64}$/);
  const token = await shown.textContent();
  await look(page);

  const asked = await request.get("/api/v1/users/me/orders", { headers: { Authorization: `Bearer ${token}` } });
  expect(asked.status()).toBe(200);
  const profile = await request.get("/api/v1/users/me", { headers: { Authorization: `Bearer ${token}` } });
  expect(profile.status()).toBe(403);

  await page.goto("/account/tokens");
  await expect(main).not.toContainText(token);
  const row = main.getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText(token.slice(0, 9));
  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  await expect(main.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
  const again = await request.get("/api/v1/users/me/orders", { headers: { Authorization: `Bearer ${token}` } });
  expect(again.status()).toBe(401);
});

test("a token without a name or scopes is refused beside the fields", async ({ page, look, watch }) => {
  watch.expectStatus(422, /^\/actions\//);
  await page.goto("/login");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("halyard-customer");
  await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
  await page.goto("/account/tokens");
  await page.getByRole("main").getByRole("button", { name: "Make token" }).click();
  await expect(page.getByRole("main")).toContainText("Please fill this in.");
  await look(page);
});
