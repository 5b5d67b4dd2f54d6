// What a person does on the page, by pointer, by keys alone, and without a script; and what everybody must be able to read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browse, serve } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site, browser;

before(async () => {
  site = await serve();
  browser = await browse(site);
});
after(async () => {
  await browser?.close();
  site?.end();
});

const words = (page, selector) => page.locator(selector).first().innerText();
const passages = async (page) => Number((await words(page, "h1")).replace(/,/g, "").match(/(\d+) passage/)?.[1] ?? 0);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with a script" : "without a script";

  test(`from a question to a citation, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    await page.goto("/");
    await page.fill("#q", "ceasefire");
    await page.click(".ask button");
    const all = await passages(page);
    assert.ok(all > 20, `${all} passages`);

    // One speaker, then all but this one.
    const speaker = await words(page, ".facet .value");
    await page.click(".facet .value >> nth=0");
    const some = await passages(page);
    assert.ok(some > 0 && some < all);
    assert.match(await words(page, ".pills"), new RegExp(speaker));
    await page.click(".facet .chosen .leave");
    const others = await passages(page);
    assert.equal(some + others, all);
    assert.match(await words(page, ".pills"), /not/);
    await page.click(".pill.not .remove");
    assert.equal(await passages(page), all);

    // Dates, by the fields.
    await page.fill("input[name='from']", "2023");
    await page.fill("input[name='to']", "2024");
    await page.click(".dates button");
    assert.ok((await passages(page)) < all);

    // The document and back to the same place.
    const href = await page.getAttribute(".hit:nth-child(3) .title", "href");
    await page.click(".hit:nth-child(3) .title");
    assert.ok(page.url().endsWith(href));
    assert.match(await words(page, ".steps"), /\d+ of \d+/);
    assert.ok(await page.locator("mark").count());
    await page.click("[data-back]");
    assert.match(page.url(), /from=2023/);

    // Before and after, in place.
    const plain = page.locator(".hit", { hasNot: page.locator(".around") }).first();
    await plain.getByText("Before and after").click();
    await page.waitForSelector(".around");

    // A citation, and the passages as a table.
    await page.locator(".actions a", { hasText: "Cite" }).first().click();
    assert.match(await page.locator("#form-bib").innerText(), /@misc\{/);
    await page.goBack();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".exports a[href*='/search.csv']").first().click(),
    ]);
    assert.match(readFileSync(await download.path(), "utf8"), /found_by/);
    await page.context().close();
  });

  test(`a correction, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    const topic = javaScriptEnabled ? "corrected-with" : "corrected-without";
    await page.goto("/search?q=sanctions");
    await page.locator(".actions a", { hasText: "Correct or tag" }).first().click();
    await page.fill("input[name='topics']", topic);
    await page.locator("form", { has: page.locator("input[name='speaker']") }).locator("button").click();
    assert.match(await words(page, ".told"), /Written down/);
    await page.goto(`/search?topic=%3D${topic}`);
    assert.equal(await passages(page), 1);
    assert.match(await words(page, ".corrected"), /topics corrected/);
    await page.goto("/record");
    assert.match(await words(page, "main"), new RegExp(topic));
    await page.locator("button", { hasText: "Take back" }).first().click();
    await page.goto(`/search?topic=%3D${topic}`);
    assert.equal(await passages(page), 0);
    await page.context().close();
  });
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with a script" : "without a script";

  test(`files that are chosen are stored and read, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    const word = javaScriptEnabled ? "zeppelin" : "dirigible";
    await page.goto("/corpus");
    await page.fill("input[name='folder']", "from the page");
    await page.setInputFiles("input[type='file']", [
      { name: `${word}.txt`, mimeType: "text/plain", buffer: Buffer.from(`Ana Weiss of Latvia said that the ${word} had left.`) },
    ]);
    await page.click("[data-drop] button");
    await page.locator(".told", { hasText: "Done in" }).waitFor({ timeout: 60000 });
    await page.goto(`/search?q=${word}`);
    assert.equal(await passages(page), 1);
    await page.context().close();
  });

  test(`what is new in a kept search, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    const word = javaScriptEnabled ? "balloon" : "glider";
    await page.goto("/search?q=ceasefire");
    await page.fill("#q", `ceasefire OR ${word}`);
    await page.click(".ask button");
    await page.fill(".save input[name='name']", word);
    await page.locator("button", { hasText: /^Keep$/ }).click();
    await page.goto("/corpus");
    await page.setInputFiles("input[type='file']", [
      { name: `${word}.txt`, mimeType: "text/plain", buffer: Buffer.from(`Ana Weiss of Latvia said that the ${word} had landed.`) },
    ]);
    await page.click("[data-drop] button");
    await page.locator(".told", { hasText: "Done in" }).waitFor({ timeout: 60000 });
    await page.goto("/news");
    const news = page.locator(".news", { hasText: word });
    assert.match(await news.innerText(), /1 new passage of/);
    await news.locator("button", { hasText: "I have looked at them" }).click();
    assert.match(await page.locator(".news", { hasText: word }).innerText(), /0 new passages of/);
    await page.context().close();
  });

  test(`a pasted text's quotations are checked, ${how}`, async () => {
    const page = await browser.open({ javaScriptEnabled });
    await page.goto("/search?q=ceasefire");
    const quotation = (await words(page, ".hit .words")).split(/[.!?…\n“”"]/).find((part) => part.trim().split(/\s+/).length > 6).trim();
    await page.goto("/quotations");
    await page.fill("#text", `Somebody wrote: “${quotation}”. Nobody wrote: “The surveyors have found gauges on wheels near the old gate”.`);
    await page.click(".paste button");
    assert.match(await words(page, ".told"), /2 quotations checked/);
    assert.match(await words(page, ".verdict h3"), /not-found/);
    await page.locator(".verdict a[href^='/document/']").last().click();
    await page.waitForSelector(".statement.here .cited");
    await page.context().close();
  });
}

test("files are dropped on the form", async () => {
  const page = await browser.open();
  await page.goto("/corpus");
  const files = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["Ana Weiss of Latvia said that the biplane had left."], "biplane.txt", { type: "text/plain" }));
    return data;
  });
  await page.dispatchEvent("[data-drop]", "drop", { dataTransfer: files });
  assert.equal(await page.evaluate(() => document.querySelector("input[type='file']").files[0].name), "biplane.txt");
  await page.click("[data-drop] button");
  await page.locator(".told", { hasText: "Done in" }).waitFor({ timeout: 60000 });
  await page.goto("/search?q=biplane");
  assert.equal(await passages(page), 1);
  await page.context().close();
});

test("two speakers stand side by side, and rules tell why", async () => {
  const page = await browser.open({ javaScriptEnabled: false });
  await page.goto("/concordance?q=ceasefire");
  await page.fill("input[name='beside_from']", "2024");
  await page.locator(".beside-form button").click();
  assert.equal(await page.locator(".compared section").count(), 2);
  await page.goto("/search?q=ceasefire");
  await page.click(".where .title");
  await page.locator(".statement.here summary").click();
  assert.ok(await page.locator(".statement.here .rule").first().isVisible());
  await page.locator(".statement.here a", { hasText: "Said in, quoted by" }).click();
  await page.waitForSelector(".echoes");
  await page.context().close();
});

test("dragging over the bars sets the dates", async () => {
  const page = await browser.open();
  await page.goto("/search?q=ceasefire");
  const all = await passages(page);
  const box = await page.locator(".strip .wide svg").boundingBox();
  await page.mouse.move(box.x + box.width * 0.85, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.99, box.y + 60, { steps: 4 });
  await Promise.all([page.waitForURL(/from=.*to=/), page.mouse.up()]);
  const some = await passages(page);
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  // A click on one bar is a link to its days.
  await page.goto("/search?q=ceasefire");
  await page.locator(".strip .wide a rect.hover").last().click();
  await page.waitForURL(/from=/);
  await page.context().close();
});

test("values are found as one types", async () => {
  const page = await browser.open();
  await page.goto("/search?q=ceasefire");
  await page.fill("#find-speaker", "guter");
  await page.locator(".offers a", { hasText: "Guterres" }).click();
  assert.match(await words(page, ".pills"), /Guterres/);
  await page.context().close();
});

test("keys alone go all the way", async () => {
  const page = await browser.open();
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("/");
  await page.keyboard.type("ceasefire");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".hit");
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await page.locator(".hit.at").count(), 1);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(outline, "none");
  await page.keyboard.press("o");
  await page.waitForSelector(".document");
  await page.keyboard.press("u");
  await page.waitForSelector(".hit");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  // Who dictates or mistypes switches single letters off.
  await page.click("[data-keys-switch]");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  assert.equal(await page.locator(".hit.at").count(), 0);
  await page.context().close();
});

test("a sample is checked by keys", async () => {
  const page = await browser.open();
  await page.goto("/check");
  await page.fill("input[name='begin']", "keys");
  await page.fill("input[name='count']", "2");
  await page.click("form.forms button");
  for (let row = 1; row <= 2; row += 1) {
    assert.match(await words(page, "h1"), new RegExp(`${row} of 2`));
    await page.fill("input[name='speaker']", "none");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("1");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }
  assert.match(await words(page, "main"), /How often the program is right/);
  await page.context().close();
});

const everyPage = async (page) => {
  await page.goto("/search?q=ceasefire");
  const document = await page.getAttribute(".where .title", "href");
  const cite = await page.locator(".actions a", { hasText: "Cite" }).first().getAttribute("href");
  const record = await page.locator(".actions a", { hasText: "Correct or tag" }).first().getAttribute("href");
  return [
    "/", "/search?q=ceasefire", "/search?q=ceasefire&not_speaker=%3DMatthew+Miller&from=2023", "/search?q=zzzz", "/search?q=speker:x",
    "/timeline?q=ceasefire&split=speaker", "/timeline?q=ceasefire&q2=sanctions&share=1", "/concordance?q=ceasefire",
    "/collocates?q=ceasefire", "/facets/entity?q=ceasefire", "/corpus", "/record", "/check", document, cite, record, "/nothing",
    "/concordance?q=ceasefire&beside_from=2024", "/quotations", "/news", `/document/${cite.split("/")[2].split("?")[0]}?echoes=1`,
  ];
};

const looks = [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 390, height: 844 } }],
  ["in forced colours", { forcedColors: "active" }],
];
for (const [name, options] of looks) {
  test(`everybody can read every page, ${name}`, async () => {
    const page = await browser.open(options);
    for (const path of await everyPage(page)) {
      await page.goto(path);
      // Not by a script element: the page's own policy forbids it.
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
      assert.deepEqual(told, [], `${path} ${name}`);
      assert.equal(await page.locator("h1").count(), 1, path);
    }
    await page.context().close();
  });
}

test("at 400 % nothing but tables is scrolled sideways", async () => {
  const page = await browser.open({ viewport: { width: 320, height: 256 } });
  for (const path of await everyPage(page)) {
    await page.goto(path);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${path} is ${over} points too wide`);
  }
  await page.context().close();
});

test("nothing was asked of others, and the policy stopped nothing", () => {
  // What is refused on purpose says so in the browser's own words.
  const meant = /status of (400|404)/;
  assert.deepEqual(browser.wrong.filter((line) => !meant.test(line)), []);
});
