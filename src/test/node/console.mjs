// Drives the console in a browser and says in TAP what is as it should be. Arguments: address, admin token, browser, folder for
// screenshots, the numbers of records that the test has made, as JSON, and "night" or "build": which ways of looking at the pages.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [address, token, executablePath, screenshots, made, length] = process.argv.slice(2);
const records = JSON.parse(made);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
// Contrast depends on the theme, what sticks out on width and language; Vietnamese on a telephone is the tightest.
const WAYS = [[1440, "light", "en"], [360, "dark", "vi"]];
if (length === "night") {
  WAYS.push([1440, "light", "vi"], [1440, "dark", "en"], [1440, "dark", "vi"], [360, "light", "en"], [360, "light", "vi"], [360, "dark", "en"]);
}
const SCRIPT = "<script>alert(1)</script>";
mkdirSync(screenshots, { recursive: true });

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const checks = [];
const check = (name, run, options = {}) => checks.push({ name, run, options });

/** A visitor of their own; whatever goes wrong in the page is gathered in {@code errors}. */
async function visit(options) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.errors = [];
  page.on("pageerror", error => page.errors.push(String(error)));
  page.on("dialog", dialog => { page.errors.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  // A refused login and a lost record are answered with 4xx, which the browser notes as an error.
  page.on("console", message => message.type() === "error" && !/status of 40[134]/.test(message.text()) && page.errors.push(message.text()));
  page.open = path => page.goto(address + path);
  return page;
}

async function login(page, given = token) {
  await page.open("/console/login");
  await page.fill("#token", given);
  await page.press("#token", "Enter");
  await page.waitForLoadState();
}

const text = (page, selector) => page.locator(selector).first().innerText();

check("a wrong token is refused in a sentence, and the right one opens the overview", async page => {
  await login(page, "wrong");
  assert.match(await text(page, "[role=alert]"), /not the admin token/);
  await login(page);
  assert.equal(new URL(page.url()).pathname, "/console");
  assert.match(await text(page, "#ledger"), /balanced/);
});

check("after logging out the way back is closed", async page => {
  await login(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.open("/console/events");
  assert.equal(new URL(page.url()).pathname, "/console/login");
});

check("a customer is found by the phone number in another form, and the address does not tell whom", async page => {
  await login(page);
  await page.open("/console/events");
  await page.fill("#customer", "+84 912 345 678");
  await page.press("#customer", "Enter");
  await page.waitForURL(/of=/);
  assert.equal(page.url().includes("912"), false);
  assert.equal(await page.locator(`a[href="/console/events/${records.delivered}"]`).count() > 0, true);
});

check("a lead that was rejected is found by the customer's name, without accents", async page => {
  await login(page);
  assert.match(await text(page, ".problems"), /records need you/);
  await page.open("/console/events");
  await page.fill("#customer", "ai do");
  await page.press("#customer", "Enter");
  await page.waitForURL(/carrying=/);
  assert.equal(page.url().includes("ai"), false);
  await page.click(`a[href="/console/events/${records.rejected}"]`);
  await page.waitForURL(new RegExp(`/events/${records.rejected}$`));
});

check("what is found nowhere is said so, and nothing else is listed", async page => {
  await login(page);
  await page.open("/console/events");
  await page.fill("#customer", "Nobody Nowhere");
  await page.press("#customer", "Enter");
  await page.waitForURL(/carrying=/);
  assert.match(await text(page, "[role=status]"), /Nothing was found/);
  assert.equal(await page.locator("table").count(), 0);
});

check("the audit leads to what was done", async page => {
  await login(page);
  await page.open(`/console/events/${records.delivered}`);
  await page.getByRole("button", { name: "Reveal personal data" }).click();
  await page.waitForSelector("text=personal data is shown");
  await page.getByRole("link", { name: "Audit" }).click();
  const entry = page.locator("tr", { hasText: "looked at personal data" }).first();
  await entry.getByRole("link").click();
  await page.waitForURL(new RegExp(`/events/${records.delivered}$`));
});

check("a lead that was rejected is mended by typing and one key, and its page follows it", async page => {
  await login(page);
  await page.open("/console/events?state=rejected");
  await page.click(`a[href="/console/events/${records.rejected}"]`);
  assert.match(await text(page, ".alert.warn"), /phone number/i);
  await page.getByRole("link", { name: "Mend and send again" }).click();
  await page.waitForFunction(() => document.activeElement.id === "set-phone");
  await page.keyboard.type("0987");
  await page.keyboard.press("Enter");
  await page.locator("#why-phone", { hasText: "not a phone number" }).waitFor();
  await page.waitForFunction(() => document.activeElement.id === "set-phone");
  await page.screenshot({ path: `${screenshots}/mend-wrong.png`, fullPage: true });
  await page.fill("#set-phone", "+84 987 654 321");
  await page.getByRole("button", { name: "Preview" }).click();
  assert.equal(await text(page, "#preview ins"), "0987654321");
  await page.press("#set-phone", "Enter");
  await page.waitForSelector("h1 .state-delivered");
  assert.match(await text(page, ".timeline"), /rejected[\s\S]*mended and sent again by[\s\S]*phone[\s\S]*HTTP 200[\s\S]*delivered/);
  await page.screenshot({ path: `${screenshots}/mend-done.png`, fullPage: true });
});

check("a group of dead letters is previewed, sent at a rate and watched to its end", async page => {
  await login(page);
  await page.open("/console/dead-letters");
  await page.locator("tr", { hasText: "LADIFLOW_REFUSED" }).getByRole("link", { name: /Mend/ }).click();
  await page.selectOption("[name=field]", "company");
  await page.fill("[name=value]", "Công ty Sen Vàng");
  await page.getByRole("button", { name: "Preview" }).click();
  assert.match(await text(page, "#preview"), /4 of 4 records/);
  await page.screenshot({ path: `${screenshots}/group-preview.png`, fullPage: true });
  await page.fill("#rate", "50");
  await page.getByRole("button", { name: "Send the group again" }).click();
  await page.waitForURL(/dead-letters$/);
  await page.waitForSelector("text=4 of 4 looked at: 4 in the queue again");
});

check("the lab answers while somebody types and sends nothing", async page => {
  await login(page);
  await page.open("/console/lab?source=ladipage-form");
  assert.match(await text(page, "#result"), /"phone"/);
  await page.fill("#mapping", '{email: "Lab@Example.vn", phone: "+84 912 345 678", dob: "31/12/1990", nonsense: 1}');
  await page.waitForFunction(() => document.querySelector("#result").innerText.includes("lab@example.vn"));
  assert.match(await text(page, "#result"), /"1990-12-31"/);
  assert.match(await text(page, "#result"), /UNKNOWN_FIELD/);
  await page.fill("#mapping", "{email: .a.b.c |");
  await page.waitForFunction(() => document.querySelector("#result .alert.bad"));
  await page.fill("#mapping", "{full_name: \"An\"}");
  await page.waitForFunction(() => document.querySelector("#result").innerText.includes("NO_EMAIL_OR_PHONE"));
  await page.open(`/console/lab?source=ladipage-form&sample=%23${records.delivered}`);
  assert.equal((await page.inputValue("#records")).includes("0912345678"), false, "a real record is disguised");
});

check("what the columns of a waiting file are is chosen, its first customers are seen, and it runs", async page => {
  await login(page);
  await page.locator(".problems").getByRole("link", { name: "Assign columns" }).click();
  await page.waitForURL(/files\?source=csv-drop/);
  await page.getByRole("link", { name: /Assign columns contacts/ }).click();
  await page.waitForURL(/files\/csv-drop\?file=contacts\.csv/);
  assert.equal(await page.inputValue("[name='t.1']"), "phone", "what the values look like is suggested");
  await page.selectOption("[name='t.0']", "full_name");
  await page.selectOption("[name='t.2']", "custom");
  await page.fill("[name='c.2']", "rank");
  await page.getByRole("button", { name: "See the first 10 customers" }).click();
  await page.waitForSelector("#preview ol");
  assert.match(await text(page, "#preview"), /H•••• L••[\s\S]*rank/);
  await page.screenshot({ path: `${screenshots}/columns-preview.png`, fullPage: true });
  await page.getByRole("button", { name: "Remember and let it run" }).click();
  await page.waitForURL(/files$/);
  assert.match(await text(page, ".notice"), /Remembered/);
  for (let i = 0; i < 120 && await page.locator("tr", { hasText: "contacts.csv" }).locator(".pill").textContent() !== "read"; i++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  assert.match(await text(page, "tr:has-text('contacts.csv') .pill"), /^read$/);
});

check("the lab hands out the files of a golden test", async page => {
  await login(page);
  await page.open("/console/lab?source=ladipage-form");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Files of a golden test" }).click()]);
  assert.equal(download.suggestedFilename(), "ladipage-form-golden.zip");
  const zip = readFileSync(await download.path()).toString("latin1");
  for (const name of ["mapping.jq", "samples/lab.json", "samples/lab.expected.json"]) {
    assert.equal(zip.includes(name), true, name);
  }
});

check("a webhook is learned: an address is opened, what came is masked, a folder is handed out", async page => {
  await login(page);
  await page.open("/console/sources");
  await page.getByRole("link", { name: "Learn a webhook" }).click();
  await page.fill("#name", "in-browser");
  await page.getByRole("button", { name: "Open an address" }).click();
  await page.waitForURL(/learn\/in-browser$/);
  const path = (await text(page, "dd code")).replace(/^https?:\/\/[^/]+/, "");
  const body = JSON.stringify({ customer: { fullName: "Lê Thị Mắt", mobilePhone: "0912 345 672" } });
  await fetch(address + path, { method: "POST", headers: { "Content-Type": "application/json", "X-Api-Key": "key-of-the-shop" }, body });
  await page.waitForFunction(() => document.querySelector("#deliveries").innerText.startsWith("1"));
  await page.locator("summary", { hasText: "What came, masked" }).click();
  assert.equal((await text(page, "details pre")).includes("345 672"), false);
  await page.fill("#secret", "key-of-the-shop");
  await page.getByRole("button", { name: "Find out" }).click();
  assert.match(await text(page, ".alert.good"), /X-Api-Key/);
  assert.match(await text(page, "#mapping"), /phone: \.customer\.mobilePhone/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the folder" }).click()]);
  assert.equal(download.suggestedFilename(), "in-browser.zip");
});

check("the language is switched once and remembered", async page => {
  await login(page);
  await page.getByRole("button", { name: "Tiếng Việt" }).click();
  await page.open("/console/sources");
  assert.equal(await text(page, "h1"), "Nguồn");
  await page.getByRole("button", { name: "English" }).click();
  assert.equal(await text(page, "h1"), "Sources");
});

check("the theme follows the system until it is switched, and is remembered", async page => {
  await login(page);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  assert.notEqual(light, dark);
  await page.emulateMedia({ colorScheme: "light" });
  await page.locator("button[name=theme]").click();
  await page.open("/console/events");
  assert.equal(await ground(), dark);
  await page.locator("button[name=theme]").click();
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await ground(), light);
});

check(`a customer called ${SCRIPT} is only a name`, async page => {
  await login(page);
  for (const path of [`/console/events/${records.script}`, `/console/customers/${records.script}`]) {
    await page.open(path);
    await page.getByRole("button", { name: "Reveal personal data" }).click();
    await page.waitForSelector("text=personal data is shown");
    assert.equal((await text(page, "main")).includes(SCRIPT), true, path);
  }
  await page.open(`/console/lab?source=ladipage-form&sample=%23${records.script}`);
  await page.fill("#records", JSON.stringify({ name: SCRIPT, email: "script@example.vn" }));
  await page.fill("#mapping", "{email, full_name: .name}");
  await page.waitForFunction(name => document.querySelector("#result").innerText.includes(name), SCRIPT);
  await page.open("/console/events");
});

check("the keyboard alone is enough", async page => {
  await page.open("/console/login");
  await page.waitForFunction(() => document.activeElement.id === "token");
  await page.keyboard.type(token);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/console$/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  const focused = () => page.evaluate(() => ({ href: document.activeElement.getAttribute("href"), outline: getComputedStyle(document.activeElement).outlineStyle }));
  const tabTo = async href => {
    for (let i = 0; i < 80; i++) {
      await page.keyboard.press("Tab");
      const now = await focused();
      if (now.href === href) {
        assert.notEqual(now.outline, "none", "the focus can be seen");
        return page.keyboard.press("Enter");
      }
    }
    assert.fail(`${href} cannot be reached`);
  };
  await tabTo("/console/events");
  await page.waitForURL(/events$/);
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement.id === "customer");
  await page.keyboard.type("tran.thi.mai@example.vn");
  await page.keyboard.press("Enter");
  await page.waitForURL(/of=/);
  await tabTo(`/console/events/${records.delivered}`);
  await page.waitForURL(new RegExp(`/events/${records.delivered}$`));
});

check("without JavaScript every page works", async page => {
  await login(page);
  await page.open("/console/events");
  await page.fill("#customer", "tran.thi.mai@example.vn");
  await page.getByRole("button", { name: "Search" }).click();
  assert.match(page.url(), /of=/);
  await page.open("/console/lab?source=ladipage-form");
  await page.fill("#mapping", "{email: \"lab@example.vn\"}");
  await page.getByRole("button", { name: "Try" }).click();
  assert.match(await text(page, "#result"), /lab@example.vn/);
  await page.open("/console/dead-letters/group?reason=BAD_EMAIL&source=ladipage-form");
  await page.locator(".picks a").first().click();
  await page.getByRole("link", { name: "Mend and send again" }).click();
  await page.keyboard.type("binh@example");
  await page.getByRole("button", { name: "Send again now" }).click();
  await page.locator("#why-email", { hasText: "not an e-mail address" }).waitFor();
}, { javaScriptEnabled: false });

const PAGES = { overview: "/console", sources: "/console/sources", events: "/console/events",
  event: `/console/events/${records.delivered}`, rejected: `/console/events/${records.rejected}`, customer: `/console/customers/${records.delivered}`,
  "dead-letters": "/console/dead-letters", group: "/console/dead-letters/group?reason=BAD_EMAIL&source=ladipage-form",
  files: "/console/files", file: "/console/files/csv-drop?file=other.csv",
  lab: "/console/lab?source=ladipage-form", learn: "/console/learn", capture: "/console/learn/in-browser", audit: "/console/audit", "not-found": "/console/events?carrying=none",
  found: `/console/events?carrying=${records.rejected}`, missing: "/console/events/99999999" };

for (const [width, theme, language] of WAYS) {
  check(`every page at ${width} px, ${theme}, ${language}: nothing sticks out, and axe finds nothing serious`, async page => {
    const found = [];
    const look = async (name, path) => {
      await page.open(path);
      if (length === "night") {
        await page.screenshot({ path: `${screenshots}/${name}-${width}-${theme}-${language}.png`, fullPage: true });
      }
      const out = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (out > 0) found.push(`${name} sticks out by ${out} px`);
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      assert.equal(passes.length > 10, true, "axe has looked");
      violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).forEach(({ id, nodes }) =>
        found.push(`${name}: ${id} ${nodes.slice(0, 3).map(node => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(" | ")}`));
    };
    await page.open("/console/login");
    if (language === "vi") await page.locator("button[name=language]").click();
    await look("login", "/console/login");
    await login(page);
    for (const [name, path] of Object.entries(PAGES)) await look(name, path);
    assert.deepEqual(found, []);
  }, { viewport: { width, height: 900 }, colorScheme: theme });
}

for (const { name, run, options } of checks) {
  const page = await visit(options);
  try {
    await run(page);
    assert.deepEqual(page.errors, []);
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`not ok ${name}\t${String(error.message).replaceAll(/\s+/g, " ").slice(0, 1_500)}`);
  }
  await page.context().close();
}
await browser.close();
