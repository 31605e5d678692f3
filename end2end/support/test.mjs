// What every browser test gets: a watched browser, and a look at each page with axe.
import { test as base, expect } from "@playwright/test";
import { AxeBuilder } from "@axe-core/playwright";

export { expect };

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Collects everything that a browser complains about, or that the shop should not have answered. */
class Watch {
  problems = [];
  expected = [];

  constructor(javaScriptEnabled) {
    this.javaScriptEnabled = javaScriptEnabled;
  }

  /** Lets the test go on although an address matching `path` answers with `status`. */
  expectStatus(status, path) {
    this.expected.push({ status, path });
  }

  on(context) {
    context.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      // Told apart by status below.
      if (message.text().startsWith("Failed to load resource")) return;
      // The page that Chromium itself makes around a picture is styled inline, against the shop's policy.
      const where = message.page()?.url();
      if (where && new URL(where).pathname.startsWith("/media/") && /inline style/.test(message.text())) return;
      // Without scripts nobody uses the WebAssembly that the page announces.
      if (!this.javaScriptEnabled && /\.wasm was preloaded using link preload but not used/.test(message.text())) return;
      this.problems.push(`console ${message.type()} on ${message.page()?.url()}: ${message.text()}`);
    });
    context.on("weberror", (error) => this.problems.push(`error on ${error.page()?.url()}: ${error.error()}`));
    context.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // Leaving a page stops what it still loads; a browser without scripts calls their loading a breach of policy.
      const unwanted = !this.javaScriptEnabled && reason === "csp" && new URL(request.url()).pathname.endsWith(".js");
      if (reason !== "net::ERR_ABORTED" && !unwanted) this.problems.push(`${request.url()} failed: ${reason}`);
    });
    context.on("response", (response) => {
      const [status, url] = [response.status(), response.url()];
      const expected = this.expected.some((each) => each.status === status && each.path.test(new URL(url).pathname));
      if (status >= 400 && !expected) this.problems.push(`${response.request().method()} ${url} answered ${status}`);
    });
  }
}

export const test = base.extend({
  watch: async ({ javaScriptEnabled }, use) => use(new Watch(javaScriptEnabled)),

  context: async ({ context, watch }, use) => {
    watch.on(context);
    await use(context);
    expect(watch.problems, "the browser complained").toEqual([]);
  },

  /** Another person's browser in the same test, watched as well. */
  newBrowser: async ({ browser, watch, baseURL, javaScriptEnabled, viewport }, use) => {
    const contexts = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL, javaScriptEnabled, viewport, reducedMotion: "reduce" });
      watch.on(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },

  /** Waits until a page is ready for use, and lets axe look at it, unless it has seen one that differs in numbers only. */
  look: async ({ browser, javaScriptEnabled }, use, testInfo) => {
    let plain;
    const look = async (page) => {
      await settle(page, javaScriptEnabled);
      if (await isKnown(page)) return;
      let subject = page;
      if (!javaScriptEnabled) {
        plain ??= await (await browser.newContext({ viewport: page.viewportSize(), javaScriptEnabled: true })).newPage();
        subject = await still(page, plain);
      }
      const { violations } = await new AxeBuilder({ page: subject }).setLegacyMode(true).withTags(RULES).analyze();
      const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html) }));
      expect.soft(found, `axe on ${page.url()} (${testInfo.project.name})`).toEqual([]);
    };
    look.javaScriptEnabled = javaScriptEnabled;
    await use(look);
    await plain?.context().close();
  },
});

// Of pages that axe has seen, what it judges. Journeys begin alike: most pages have been looked at by the one before.
const known = new Set();

async function isKnown(page) {
  const media = await page.evaluate(() => [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches].join());
  const html = (await page.content())
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>|<!--[\s\S]*?-->/g, "")
    .replace(/ (nonce|value|data-hk|srcset|src)="[^"]*"/g, "")
    // Order numbers, prices, times, tokens, and the addresses that a test makes up.
    .replace(/[0-9a-f]{6,}|[0-9]+/g, "0");
  const shape = `${media} ${html}`;
  if (known.has(shape)) return true;
  known.add(shape);
  return false;
}

/** Waits until scripts have taken over the page; without scripts it is ready once it is loaded. */
export async function settle(page, javaScriptEnabled) {
  await page.waitForLoadState("load");
  const isApp = (await page.locator('script[type="module"]').count()) > 0;
  if (!javaScriptEnabled || !isApp) return;
  await expect(page.locator("html[data-live]")).toBeAttached();
  // After a step within the app, the address changes before the page is there.
  await expect(page.locator("main .skeleton:visible")).toHaveCount(0);
  await expect(page.locator("h1").first()).toBeAttached();
}

// axe is a script: where scripts are off, it looks at the same document in a page that has them,
// without the document's own.
async function still(page, plain) {
  // What is asked for has no fragment.
  const url = page.url().split("#")[0];
  const html = (await page.content()).replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "");
  await plain.unrouteAll();
  await plain.route((address) => address.href === url, (route) => route.fulfill({ contentType: "text/html", body: html }));
  await plain.goto(url);
  return plain;
}
