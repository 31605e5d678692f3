// scripts/e2e starts a seeded shop on each database and runs this once for each.
import { defineConfig } from "@playwright/test";
import { browser } from "./support/browser.mjs";

const url = process.env.TRADEWIND_E2E_URL;
if (!url) throw new Error("TRADEWIND_E2E_URL names no shop: run `make e2e`");

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  globalSetup: "./support/stock.mjs",
  outputDir: process.env.TRADEWIND_E2E_RESULTS ?? "results/last",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: url,
    ...browser(),
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "javascript", use: { javaScriptEnabled: true } },
    // What only scripts can do is tagged so.
    { name: "plain", use: { javaScriptEnabled: false }, grepInvert: /@scripts/ },
  ],
});
