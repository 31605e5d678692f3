// The browser that is installed on the system: Playwright's own cannot be downloaded everywhere.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];

function find() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not there: the next place.
      }
    }
  }
  throw new Error("no Chromium in PATH: run scripts/setup --test, or name one in CHROME_PATH");
}

/** Launch options; the arguments keep the browser from calling home. */
export function browser() {
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
  args.push("--disable-component-update", "--disable-sync");
  // Chromium's sandbox does not work as root.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return { launchOptions: { executablePath: find(), args } };
}
