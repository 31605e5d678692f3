// Somebody who buys and has an account.
import { expect } from "./test.mjs";
import { Shopper, email } from "./shopper.mjs";
import { OWNER, Staff } from "./staff.mjs";

export const PASSWORD = "quinces in the attic";

export class Customer extends Shopper {
  constructor(page, look, testInfo, firstName) {
    super(page, look);
    this.name = `${firstName} Probe`;
    this.email = email(testInfo, firstName.toLowerCase());
  }

  /** Registers, confirms the e-mail by the link of its mail, and logs in. */
  async register(staffPage) {
    const { page } = this;
    await this.open("/register");
    await page.getByLabel("Name").fill(this.name);
    await page.getByLabel("E-mail").fill(this.email);
    await page.getByLabel("Password").fill(PASSWORD);
    await this.main().getByRole("button", { name: "Register" }).click();
    await expect(this.main()).toContainText("Please look into your mail");
    const owner = new Staff(staffPage, this.look, OWNER);
    await owner.logIn("/admin/mail");
    await this.open(await owner.accountMail(this.email, "Please confirm your e-mail"));
    await page.getByRole("button", { name: "Confirm my e-mail" }).click();
    await expect(this.main()).toContainText("Your e-mail is confirmed");
    await this.logIn(page);
  }

  /** In any browser. */
  async logIn(page) {
    await page.goto("/login?next=/account");
    await this.look();
    await page.getByLabel("E-mail").fill(this.email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
    await page.waitForURL((url) => url.pathname === "/account");
  }
}
