// Getting an account, getting back into it, and what protects it. Runs with scripts and without.
import { expect, test } from "./support/test.mjs";
import { Member, OTHER_PASSWORD, PASSWORD, code } from "./support/account.mjs";
import { email } from "./support/shopper.mjs";
import { OWNER, Staff } from "./support/staff.mjs";

/** Somebody who registered and confirmed the e-mail, and whoever reads the outbox. */
async function registered(page, look, newBrowser, address) {
  const member = new Member(page, look);
  await member.register("Grete Probe", address);
  const mail = new Staff(await newBrowser(), look, OWNER);
  await mail.logIn("/admin/mail");
  await member.confirmEmail(await mail.accountMail(address, "Please confirm your e-mail"));
  return { member, mail };
}

/** Logs in and waits until it is done. */
async function logIn(member, address, password = PASSWORD) {
  await member.logIn(address, password);
  await member.page.waitForURL((url) => url.pathname === "/");
  await member.look();
}

test("an account is registered, confirmed by mail, and logged in to", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(401, /^\/actions\//);
  watch.expectStatus(410, /^\/actions\//);
  const address = email(testInfo);
  const member = new Member(page, look);
  await member.register("Grete Probe", address);
  await member.logIn(address);
  await expect(member.main()).toContainText("E-mail or password is wrong");
  const mail = new Staff(await newBrowser(), look, OWNER);
  await mail.logIn("/admin/mail");
  const link = await mail.accountMail(address, "Please confirm your e-mail");
  await member.confirmEmail(link);
  await logIn(member, address);
  await member.open(link);
  await member.press("Confirm my e-mail");
  await expect(member.main()).toContainText("This link was used already");
  await look(page);
});

test("what is wrong with a registration is named beside its field", async ({ page, look, watch }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const member = new Member(page, look);
  await member.open("/register");
  await page.getByLabel("Name").fill("Grete Probe");
  await page.getByLabel("E-mail").fill(email(testInfo));
  await page.getByLabel("Password").fill("password123");
  await member.press("Register");
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await expect(member.main()).toContainText("Too many people use this password");
  await look(page);
});

test("a forgotten password is set anew by mail", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(401, /^\/actions\//);
  const address = email(testInfo);
  const { member, mail } = await registered(page, look, newBrowser, address);
  await member.open("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Set a new password" })).toBeVisible();
  await look(page);
  await page.getByLabel("E-mail").fill(address);
  await member.press("Send me a link");
  await expect(member.main()).toContainText("Please look into your mail");
  await look(page);
  await member.open(await mail.accountMail(address, "Set a new password"));
  await page.getByLabel("New password").fill(OTHER_PASSWORD);
  await member.press("Set the password");
  await expect(member.main()).toContainText("Your new password is set");
  await look(page);
  await member.logIn(address, PASSWORD);
  await expect(member.main()).toContainText("E-mail or password is wrong");
  await logIn(member, address, OTHER_PASSWORD);
  expect(await mail.accountMail(address, "Your password was changed")).toBeNull();
});

test("the password and the e-mail are changed, and the old address is told", async ({ page, look, newBrowser }, testInfo) => {
  const address = email(testInfo);
  const other = `new-${address}`;
  const { member, mail } = await registered(page, look, newBrowser, address);
  await logIn(member, address);
  await member.openSecurity();
  await page.getByLabel("Present password").fill(PASSWORD);
  await page.getByLabel("New password").fill(OTHER_PASSWORD);
  await member.press("Change the password");
  await expect(member.main()).toContainText("Your password is changed");
  await look(page);

  await page.getByLabel("New e-mail").fill(other);
  await member.press("Change the e-mail");
  await expect(member.main()).toContainText("A link is on its way to the new address");
  await look(page);
  await mail.accountMail(address, "Your e-mail is about to change");
  await member.confirmEmail(await mail.accountMail(other, "Please confirm your new e-mail"));
  await mail.accountMail(address, "Your e-mail was changed");
  await member.logOut();
  await logIn(member, other, OTHER_PASSWORD);
});

test("with two-factor login, a code is asked for after the password", async ({ page, look, watch, newBrowser }, testInfo) => {
  watch.expectStatus(422, /^\/actions\//);
  const address = email(testInfo);
  const { member } = await registered(page, look, newBrowser, address);
  await logIn(member, address);
  await member.openSecurity();
  await member.press("Set it up");
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await look(page);
  const key = await page.locator("#second-factor code").first().innerText();
  await page.getByLabel("Code", { exact: true }).fill(code(key));
  await member.press("Switch it on");
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await look(page);
  await page.reload();
  await expect(codes).toHaveCount(0);
  await member.logOut();

  await member.logIn(address);
  await page.waitForURL(/\/login\/second-factor/);
  await look(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await member.press("Log in");
  await expect(page.getByLabel("Code", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Code", { exact: true }).fill(recovery);
  await member.press("Log in");
  await page.waitForURL((url) => url.pathname === "/");

  await member.openSecurity();
  await expect(page.locator("#second-factor")).toContainText("9 recovery codes are left");
  await member.press("Switch it off");
  await expect(page.locator("#second-factor")).toContainText("Set it up");
  await look(page);
});

test("the pages of an account fit a phone", async ({ page, look, newBrowser }, testInfo) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const address = email(testInfo);
  const { member } = await registered(page, look, newBrowser, address);
  await logIn(member, address);
  await member.openSecurity();
  await member.press("Set it up");
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  for (const path of ["/account/security", "/account/confirm", "/register", "/verify-email", "/password-reset", "/login/second-factor"]) {
    await member.open(path);
    const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(sticksOut, path).toBe(false);
  }
});
