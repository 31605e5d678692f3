// What staff do.
import { expect } from "./test.mjs";

const STAFF = { email: "staff@halyard.example", password: "halyard-staff" };
/** Reads the mails about accounts, which nobody else of the staff may. */
export const OWNER = { email: "owner@halyard.example", password: "halyard-owner" };

export class Staff {
  constructor(page, look, login = STAFF) {
    this.page = page;
    this.look = () => look(page);
    this.login = login;
  }

  /** Opens an admin page, logging in on the way. */
  async logIn(path = "/admin") {
    const { page } = this;
    await page.goto(path);
    await page.waitForURL(/\/login\?next=/);
    await this.look();
    await page.getByLabel("E-mail").fill(this.login.email);
    await page.getByLabel("Password").fill(this.login.password);
    await page.getByRole("main").getByRole("button", { name: "Log in" }).click();
    await page.waitForURL((url) => url.pathname === path);
    await this.look();
  }

  async open(path) {
    await this.page.goto(path);
    await this.look();
  }

  /** Finds the confirmation of an order by its recipient and answers with the link to the order in it. */
  async orderLinkFromMail(recipient, number) {
    const { page } = this;
    const subject = `Your order ${number}`;
    await this.open(`/admin/mail?q=${encodeURIComponent(recipient)}`);
    await page.getByRole("row").filter({ hasText: recipient }).getByRole("link", { name: subject, exact: true }).click();
    await page.waitForURL(/\/admin\/mail\/\d+$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(subject);
    await this.look();
    return page.getByRole("main").getByRole("link", { name: /\/orders\/.*token=/ }).first().getAttribute("href");
  }

  /** Waits for a mail about an account and answers with the first link in it, if it has one with a token. */
  async accountMail(recipient, subject) {
    const { page } = this;
    const row = page.getByRole("row").filter({ hasText: recipient }).filter({ hasText: subject });
    await expect(async () => {
      await page.goto(`/admin/mail?q=${encodeURIComponent(recipient)}`);
      await expect(row.first()).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await row.first().getByRole("link", { name: subject, exact: true }).click();
    await page.waitForURL(/\/admin\/mail\/\d+$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(subject);
    await this.look();
    const link = page.getByRole("main").getByRole("link", { name: /token=/ });
    return (await link.count()) > 0 ? link.first().getAttribute("href") : null;
  }

  async ship(number, tracking) {
    const { page } = this;
    await this.open("/admin/orders?tab=to-ship");
    await page.getByRole("link", { name: number }).click();
    await expect(page.getByRole("heading", { level: 1, name: number })).toBeVisible();
    await this.look();
    await page.getByLabel("Carrier").selectOption({ index: 1 });
    await page.getByLabel("Tracking number").fill(tracking);
    await page.getByRole("button", { name: "Mark as shipped" }).click();
    await expect(page.getByText("Shipped. The customer is told by mail.")).toBeVisible();
    await this.look();
  }
}
