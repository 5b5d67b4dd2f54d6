"use strict";
// Sorting, filtering, copying and saving. The page says all it has to say without this.
(() => {
  const each = (query, run) => document.querySelectorAll(query).forEach(run);

  // A table is sorted by the column whose heading is pressed.
  const value = (row, at) => {
    const cell = row.cells[at];
    const text = cell.dataset.v ?? cell.textContent.trim();
    const number = Number(text.replaceAll(",", "").replace("%", ""));
    return text !== "" && Number.isFinite(number) ? number : text;
  };
  each("table", (table) => {
    table.querySelectorAll("thead th").forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
        const body = table.tBodies[0];
        const rows = [...body.rows].sort((a, b) => compare(value(a, at), value(b, at)) * (down ? -1 : 1));
        body.append(...rows);
      });
    });
  });

  // Days are counted as the page counts them: 1 is the first of January of the year 1.
  const day = (text, last) => {
    const parts = /^\s*(-?)(\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*$/.exec(text);
    if (!parts) return null;
    const year = Number(parts[2]) * (parts[1] ? -1 : 1);
    const date = new Date(0);
    if (parts[4]) date.setUTCFullYear(year, parts[3] - 1, Number(parts[4]));
    else if (parts[3]) date.setUTCFullYear(year, parts[3] - (last ? 0 : 1), last ? 0 : 1);
    else date.setUTCFullYear(last ? year + 1 : year, 0, last ? 0 : 1);
    return Math.floor(date.getTime() / 86400000) + 719163;
  };

  const form = document.getElementById("filter");
  const events = [...document.querySelectorAll(".event")];
  const filter = () => {
    const speaker = form.elements.speaker.value;
    const ends = ["from", "to"].map((name) => {
      const field = form.elements[name];
      const found = field.value.trim() === "" ? null : day(field.value, name === "to");
      field.setAttribute("aria-invalid", String(field.value.trim() !== "" && found === null));
      return found;
    });
    let shown = 0;
    for (const event of events) {
      const { first, last } = event.dataset;
      const dated = first !== undefined;
      const fits =
        (speaker === "*" || event.dataset.speaker.split("\n").includes(speaker)) &&
        (ends[0] === null || (dated && Number(last) >= ends[0])) &&
        (ends[1] === null || (dated && Number(first) <= ends[1]));
      event.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    form.elements.shown.textContent = shown === events.length ? "" : `${shown} of ${events.length} rows shown`;
  };
  if (events.length > 1) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  each(".cite", (cite) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const range = document.createRange();
      range.selectNodeContents(cite);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      try {
        await navigator.clipboard.writeText(cite.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = document.execCommand("copy") ? "Copied" : "Selected: press Ctrl+C";
      }
    });
    cite.after(button);
  });

  // Cells that a spreadsheet would take for a formula get an apostrophe before them.
  const cell = (value) => {
    let text = Array.isArray(value) ? value.join(";") : String(value ?? "");
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const csv = (rows) => rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const data = document.getElementById("data").textContent;
  const columns = ["id", "date", "date_precision", "date_basis", "date_kind", "speaker", "role", "affiliation",
    "kind", "topics", "entities", "quote", "title", "source", "url", "path", "line", "start", "end",
    "permalink", "score", "queries", "first_for_speaker", "also", "stands_for", "duplicate_of", "speakers", "published", "place"];
  const saves = {
    json: () => save("timeline.json", "application/json", data),
    csv: () => {
      const rows = JSON.parse(data).events.map((event) => columns.map((column) => event[column] ?? (column === "speakers" ? event.speaker : null)));
      save("statements.csv", "text/csv", csv([columns, ...rows]));
    },
    bins: () => {
      const { bins, coarse, undated, undated_of_all } = JSON.parse(data);
      const rows = bins.map((bin) => ["bin", bin.start, bin.end, bin.label, bin.matched, bin.all, bin.share, bin.gap]);
      rows.push(...coarse.map((at) => ["coarse", "", "", at.date, at.matched, at.all, at.share, ""]));
      rows.push(["undated", "", "", "", undated, undated_of_all, "", ""]);
      save("bins.csv", "text/csv", csv([["place", "start", "end", "label", "matched", "all", "share", "gap"], ...rows]));
    },
  };
  each("[data-save]", (button) => button.addEventListener("click", saves[button.dataset.save]));
  document.getElementById("downloads").hidden = false;
})();
