// What somebody with an account does, and their phone.
import { createHmac } from "node:crypto";
import { expect } from "./test.mjs";

export const PASSWORD = "correct horse battery staple";
export const OTHER_PASSWORD = "another horse, another battery";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code that an authenticator app shows for a key, so many steps of half a minute from now (RFC 6238). */
export function code(key, steps = 0) {
  const bits = [...key.replace(/\s/g, "")].map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export class Member {
  constructor(page, look) {
    this.page = page;
    this.look = () => look(page);
  }

  main() {
    return this.page.getByRole("main");
  }

  async open(path) {
    await this.page.goto(path);
    await this.look();
  }

  async press(name) {
    await this.main().getByRole("button", { name, exact: true }).click();
  }

  async register(name, email) {
    await this.open("/register");
    await this.page.getByLabel("Name").fill(name);
    await this.page.getByLabel("E-mail").fill(email);
    await this.page.getByLabel("Password").fill(PASSWORD);
    await this.press("Register");
    await expect(this.main()).toContainText("Please look into your mail");
    await this.look();
  }

  /** Opens a mail's link and presses its button. */
  async confirmEmail(link) {
    await this.open(link);
    await this.press("Confirm my e-mail");
    await expect(this.main()).toContainText("Your e-mail is confirmed");
    await this.look();
  }

  async logIn(email, password = PASSWORD) {
    await this.open("/login");
    await this.page.getByLabel("E-mail").fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.press("Log in");
  }

  /** Logged in, on the page of the account's security. */
  async openSecurity() {
    await this.open("/account/security");
    await expect(this.page.getByRole("heading", { level: 1, name: "Security" })).toBeVisible();
  }

  async logOut() {
    await this.open("/login");
    await this.main().getByRole("button", { name: "Log out" }).click();
    await this.page.waitForURL((url) => url.pathname === "/");
  }
}
