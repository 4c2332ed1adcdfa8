"use strict";
// Reads the numbers of charts from their tables and shows those of the moment that is pointed at, or chosen with the
// arrow keys. Charts may come and change at any time: whoever does that fires "grey:drawn" on the document.
(function () {
  function parts(plot) {
    const chart = plot.closest(".grey-chart");
    const rows = Array.from(chart.querySelectorAll("tbody tr"));
    const starts = (plot.dataset.starts || "").split(" ").map(Number);
    if (!rows.length || starts.length !== rows.length) { return null; }
    return { rows: rows, starts: starts, cursor: plot.querySelector(".cursor"), readout: chart.querySelector(".readout") };
  }
  function words(row) {
    const cell = Array.from(row.children).map(function (c) { return c.textContent; });
    return cell[0] + ": new " + cell[1] + " of " + cell[2] + " serving, old " + cell[3] + " of " + cell[4]
      + " serving, " + cell[5] + " wanted";
  }
  function say(plot, part, index) {
    plot.setAttribute("aria-valuemax", String(part.rows.length - 1));
    plot.setAttribute("aria-valuenow", String(index));
    plot.setAttribute("aria-valuetext", words(part.rows[index]));
  }
  function show(plot, part, wanted, percent) {
    const index = Math.max(0, Math.min(part.rows.length - 1, wanted));
    say(plot, part, index);
    part.readout.textContent = words(part.rows[index]);
    part.cursor.style.display = "block";
    part.cursor.style.left = (percent === undefined ? part.starts[index] : percent) + "%";
  }
  function point(event) {
    const plot = event.target.closest && event.target.closest(".grey-chart .plot");
    const part = plot && parts(plot);
    if (!part) { return; }
    const box = plot.getBoundingClientRect();
    const percent = Math.max(0, Math.min(100, 100 * (event.clientX - box.left) / box.width));
    let i = 0;
    while (i + 1 < part.starts.length && part.starts[i + 1] <= percent) { i++; }
    show(plot, part, i, percent);
  }
  function key(event) {
    const plot = event.target.matches && event.target.matches(".grey-chart .plot") ? event.target : null;
    const part = plot && parts(plot);
    if (!part || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const now = Number(plot.getAttribute("aria-valuenow"));
    if (event.key === "Home") { show(plot, part, 0); } else if (event.key === "End") { show(plot, part, part.rows.length - 1); }
    else if (step) { show(plot, part, now + step); } else { return; }
    event.preventDefault();
  }
  function drawn() {
    document.querySelectorAll(".grey-chart .plot").forEach(function (plot) {
      const part = parts(plot);
      if (!part) { return; }
      plot.setAttribute("role", "slider");
      plot.setAttribute("tabindex", "0");
      plot.setAttribute("aria-label", "Moment, " + plot.dataset.title);
      plot.setAttribute("aria-valuemin", "0");
      const chosen = part.readout.textContent !== "";
      const before = plot.hasAttribute("aria-valuenow") && chosen ? Number(plot.getAttribute("aria-valuenow")) : part.rows.length;
      if (chosen) { show(plot, part, before); } else { say(plot, part, part.rows.length - 1); }
    });
    document.querySelectorAll(".grey-legend:not([data-hint])").forEach(function (legend) {
      legend.dataset.hint = "said";
      const hint = document.createElement("p");
      hint.className = "grey-hint";
      hint.textContent = "Point at a chart, or go through it with the arrow keys, to read its numbers.";
      legend.after(hint);
    });
  }
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("keydown", key);
  document.addEventListener("grey:drawn", drawn);
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", drawn); } else { drawn(); }
})();
