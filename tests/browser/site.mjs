// A page that is served for one test file, and browsers that look at it.
import { spawn, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const program = join(process.env.CARGO_TARGET_DIR ?? join(top, "target"), "debug", "demarche");

/** The sample corpus in a folder of its own, served. */
export async function serve() {
  const folder = mkdtempSync(join(tmpdir(), "demarche-page-"));
  cpSync(join(top, "sample_corpus"), folder, { recursive: true, filter: (name) => !name.includes(".demarche") });
  execFileSync(program, ["--quiet", "index", "."], { cwd: folder });
  const child = spawn(program, ["serve", "--no-open"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((done) => child.stdout.once("data", (data) => done(String(data).trim().replace(/\/$/, ""))));
  return { url, folder, end() { child.kill(); rmSync(folder, { recursive: true, force: true }); } };
}

/** A browser; every page of it is watched for what it must not do. */
export async function browse(site) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const wrong = [];
  const open = async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: site.url, acceptDownloads: true, ...options });
    context.on("request", (request) => { if (!request.url().startsWith(site.url)) wrong.push(`asks ${request.url()}`); });
    const page = await context.newPage();
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) wrong.push(`${page.url()}: ${message.text()}`); });
    page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
    return page;
  };
  return { open, wrong, close: () => browser.close() };
}
