// Looks at an HTML report in Chromium and prints what it saw as JSON: node report.cjs CHROMIUM FILE
const { chromium } = require("playwright-core");
const { pathToFileURL } = require("url");

const [executablePath, file] = process.argv.slice(2);

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const seen = { errors: [], requests: [] };
  const look = async (options) => {
    const page = await browser.newPage(options);
    page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
    page.on("pageerror", (error) => seen.errors.push(String(error)));
    page.on("request", (request) => seen.requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
  };
  const names = (page) => page.locator("#tests tbody tr:visible th").allTextContents();

  const desk = await look({ viewport: { width: 1280, height: 900 } });
  seen.text = await desk.locator("main").innerText();
  seen.charts = await desk.locator("main section h2").allTextContents();
  seen.byCost = await names(desk);
  seen.total = await desk.locator("#tests tfoot td").first().getAttribute("data-value")
    ?? await desk.locator("#tests tfoot td").first().textContent();
  // By keyboard: a table's heading holds a button.
  await desk.locator("#tests thead button").first().focus();
  await desk.keyboard.press("Enter");
  seen.byName = await names(desk);
  seen.ariaSort = await desk.locator("#tests thead th").first().getAttribute("aria-sort");
  await desk.locator("input[aria-controls=tests]").fill("asks");
  seen.filtered = await names(desk);
  seen.light = await desk.evaluate(() => getComputedStyle(document.body).backgroundColor);

  const phone = await look({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  seen.dark = await phone.evaluate(() => getComputedStyle(document.body).backgroundColor);
  seen.overflow = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  await browser.close();
  console.log(JSON.stringify(seen));
})();
