// Sorting and filtering of tables. The report reads well without it.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  heads.forEach((head, column) => {
    const button = head.querySelector("button");
    if (!button) return;
    const numeric = head.classList.contains("number");
    button.addEventListener("click", () => {
      const up = head.ariaSort === "none" ? !numeric : head.ariaSort === "descending";
      const order = (a, b) => numeric
        ? Number(key(a, column)) - Number(key(b, column))
        : key(a, column).localeCompare(key(b, column));
      const rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * order(a, b));
      for (const other of heads) if (other.querySelector("button")) other.ariaSort = "none";
      head.ariaSort = up ? "ascending" : "descending";
      body.append(...rows);
    });
  });
}
for (const filter of document.querySelectorAll(".filter")) {
  const input = filter.querySelector("input");
  const count = filter.querySelector("output");
  const rows = [...document.getElementById(input.getAttribute("aria-controls")).tBodies[0].rows];
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every(word => text.includes(word));
      if (!row.hidden) shown++;
    }
    count.textContent = shown + " of " + rows.length;
  });
  filter.hidden = false;
}
