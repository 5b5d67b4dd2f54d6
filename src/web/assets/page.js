// What a page does more where scripts run: keys, brushing, words around a passage in place, finding of values, copying.
// Every page works without it, and it holds no state but whether keys are on and who the user is.
"use strict";
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const kept = {
    get: (name) => { try { return localStorage.getItem("demarche-" + name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem("demarche-" + name, value); } catch { /* not kept then */ } },
  };
  const say = (text) => {
    let place = find("#said");
    if (!place) {
      place = document.createElement("p");
      place.id = "said";
      place.className = "unseen";
      place.setAttribute("role", "status");
      document.body.append(place);
    }
    place.textContent = text;
  };

  // Keys: a letter alone does something, unless the user switched that off (WCAG 2.1.4).
  let keys = kept.get("keys") !== "off";
  const hits = all(".hit");
  let at = -1;
  const go = (step) => {
    if (!hits.length) return;
    at = Math.max(0, Math.min(hits.length - 1, at + step));
    hits.forEach((hit, place) => hit.classList.toggle("at", place === at));
    find(".where .title", hits[at])?.focus({ preventScroll: true });
    hits[at].scrollIntoView({ block: "nearest" });
  };
  const follow = (selector) => { const link = find(selector); link?.click(); return Boolean(link); };
  const help = () => {
    const dialog = find("#keys") ?? document.createElement("dialog");
    if (!dialog.id) {
      dialog.id = "keys";
      dialog.setAttribute("aria-label", "Keys");
      for (const [key, what] of [
        ["/", "search"], ["j", "next passage"], ["k", "passage before"], ["o", "open the passage"], ["b", "before and after"],
        ["c", "cite"], ["n", "next hit, next page"], ["p", "hit or page before"], ["u", "back to the passages"], ["?", "this"],
      ]) {
        const line = document.createElement("p");
        const sign = document.createElement("kbd");
        sign.textContent = key;
        line.append(sign, " " + what);
        dialog.append(line);
      }
      const close = document.createElement("button");
      close.textContent = "Close";
      close.addEventListener("click", () => dialog.close());
      dialog.append(close);
      document.body.append(dialog);
    }
    dialog.showModal();
  };
  const doing = {
    "/": () => { const field = find("#q"); field?.focus(); field?.select(); },
    j: () => go(1),
    k: () => go(-1),
    o: () => hits[at] && find(".where .title", hits[at])?.click(),
    b: () => hits[at] && find("[data-around]", hits[at])?.click(),
    c: () => hits[at] && all(".actions a", hits[at]).find((link) => link.textContent === "Cite")?.click(),
    n: () => follow("[data-key='n']") || follow("a[rel='next']"),
    p: () => follow("[data-key='p']") || follow("a[rel='prev']"),
    u: () => follow("[data-back]"),
    "?": help,
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (!keys || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = find(`input[type='radio'][data-key='${CSS.escape(event.key)}']`);
    if (button) { button.checked = true; button.focus(); event.preventDefault(); return; }
    if (doing[event.key]) { event.preventDefault(); doing[event.key](); }
  });
  const toggle = find("[data-keys-switch]");
  if (toggle) {
    const show = () => { toggle.textContent = keys ? "Switch keys off" : "Switch keys on"; };
    toggle.hidden = false;
    toggle.addEventListener("click", () => { keys = !keys; kept.set("keys", keys ? "on" : "off"); show(); });
    show();
  }

  // The statement before and after a passage, in place.
  all("[data-around]").forEach((link) => link.addEventListener("click", async (event) => {
    event.preventDefault();
    const article = link.closest("article");
    const shown = all(".around", article);
    if (shown.length) { shown.forEach((part) => part.remove()); link.textContent = "Before and after"; return; }
    const answer = await fetch(link.dataset.around);
    if (!answer.ok) { location.href = link.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const words = find(".words", article);
    all(".around", page).forEach((part) => {
      const before = part.getAttribute("aria-label") === "The statement before";
      words.insertAdjacentElement(before ? "beforebegin" : "afterend", document.importNode(part, true));
    });
    find(".question", article)?.remove();
    link.textContent = "Close";
  }));

  // Values of a field, as one types: over all of them.
  all("[data-values]").forEach((field) => {
    let last = 0;
    field.addEventListener("input", async () => {
      const mine = ++last;
      await new Promise((done) => setTimeout(done, 120));
      if (mine !== last) return;
      const form = field.form;
      find(".offers", form)?.remove();
      if (!field.value.trim()) return;
      const asked = new URLSearchParams(new FormData(form));
      const answer = await fetch(`${field.dataset.values}?${asked}`);
      if (!answer.ok || mine !== last) return;
      const { facets } = await answer.json();
      const list = document.createElement("ul");
      list.className = "offers";
      const name = facets[0].field;
      for (const { value, statements } of facets[0].values.slice(0, 12)) {
        const to = new URLSearchParams(location.search);
        for (const part of ["page", "open"]) to.delete(part);
        to.append(name, "=" + value);
        const link = document.createElement("a");
        link.href = "/search?" + to;
        link.textContent = value;
        const line = document.createElement("li");
        line.append(link, " " + statements);
        list.append(line);
      }
      form.append(list);
      say(`${facets[0].values.length} found`);
    });
  });

  // Files that are dropped anywhere on the form are as if chosen.
  all("[data-drop]").forEach((form) => {
    const field = find("input[type='file']", form);
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      say(`${field.files.length} chosen`);
    });
  });

  // Dragging over the bars sets the dates; a click on one is a link.
  all(".time[data-from]").forEach((part) => {
    const chart = all("svg.chart", part).find((svg) => svg.clientWidth) ?? find("svg.chart", part);
    const bars = chart && all("a[href] rect.hover", chart);
    if (!bars?.length) return;
    const box = chart.parentElement.parentElement;
    const dates = (bar) => new URL(bar.parentElement.href.baseVal, location.href).searchParams;
    let from = null;
    let brush = null;
    const edges = (a, b) => [Math.min(a, b), Math.max(a, b)];
    chart.addEventListener("pointerdown", (event) => { from = event.clientX; });
    chart.addEventListener("dragstart", (event) => event.preventDefault());
    window.addEventListener("pointermove", (event) => {
      if (from === null || Math.abs(event.clientX - from) < 6) return;
      if (!brush) { brush = document.createElement("div"); brush.className = "brush"; box.append(brush); }
      const [left, right] = edges(from, event.clientX);
      const start = box.getBoundingClientRect().left;
      brush.style.left = `${left - start}px`;
      brush.style.width = `${right - left}px`;
    });
    window.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const [left, right] = edges(from, event.clientX);
      from = null;
      if (!brush) return;
      brush.remove();
      brush = null;
      chart.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
      const inside = bars.filter((bar) => {
        const { left: start, right: end } = bar.getBoundingClientRect();
        return end > left && start < right;
      });
      if (!inside.length) return;
      const to = new URLSearchParams(location.search);
      for (const name of ["page", "open", "date"]) to.delete(name);
      to.set("from", dates(inside[0]).get("from"));
      to.set("to", dates(inside[inside.length - 1]).get("to"));
      location.href = `${location.pathname}?${to}`;
    });
  });

  // Copying, and who the user is.
  all("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = find("#" + button.dataset.copy).textContent;
      try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; say("Copied"); } catch {
        getSelection().selectAllChildren(find("#" + button.dataset.copy));
      }
    });
  });
  all("[data-keep]").forEach((field) => {
    field.value ||= kept.get(field.dataset.keep) ?? "";
    field.form.addEventListener("submit", () => kept.set(field.dataset.keep, field.value));
  });

  // Back to the same place in the list.
  if (location.hash.startsWith("#h-")) {
    at = hits.findIndex((hit) => "#" + hit.id === location.hash);
    if (at >= 0) go(0);
  }
})();
