"use strict";
// Reads the numbers from the tables and shows those of the moment that is pointed at, or chosen with the arrow keys.
(function () {
  document.querySelectorAll(".chart").forEach(function (chart) {
    const rows = Array.from(chart.querySelectorAll("tbody tr"));
    const areas = chart.querySelector("svg");
    const plot = chart.querySelector(".plot");
    const cursor = chart.querySelector(".cursor");
    const readout = chart.querySelector(".readout");
    const starts = (plot.dataset.starts || "").split(" ").map(Number);
    if (!rows.length || starts.length !== rows.length || !areas) { return; }
    let index = rows.length - 1;
    function words(i) {
      const cell = Array.from(rows[i].children).map(function (c) { return c.textContent; });
      return cell[0] + ": new " + cell[1] + " of " + cell[2] + " serving, old " + cell[3] + " of " + cell[4]
        + " serving, " + cell[5] + " wanted";
    }
    function show(i, percent) {
      index = Math.max(0, Math.min(rows.length - 1, i));
      const text = words(index);
      plot.setAttribute("aria-valuenow", String(index));
      plot.setAttribute("aria-valuetext", text);
      readout.textContent = text;
      cursor.style.display = "block";
      cursor.style.left = (percent === undefined ? starts[index] : percent) + "%";
    }
    function point(event) {
      const box = plot.getBoundingClientRect();
      const percent = Math.max(0, Math.min(100, 100 * (event.clientX - box.left) / box.width));
      let i = 0;
      while (i + 1 < starts.length && starts[i + 1] <= percent) { i++; }
      show(i, percent);
    }
    plot.setAttribute("role", "slider");
    plot.setAttribute("tabindex", "0");
    plot.setAttribute("aria-label", "Moment, " + plot.dataset.title);
    plot.setAttribute("aria-valuemin", "0");
    plot.setAttribute("aria-valuemax", String(rows.length - 1));
    plot.setAttribute("aria-valuenow", String(index));
    plot.setAttribute("aria-valuetext", words(index));
    plot.addEventListener("pointermove", point);
    plot.addEventListener("pointerdown", point);
    plot.addEventListener("keydown", function (event) {
      const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
      if (event.key === "Home") { show(0); } else if (event.key === "End") { show(rows.length - 1); }
      else if (step) { show(index + step); } else { return; }
      event.preventDefault();
    });
  });
  const legend = document.querySelector(".legend");
  if (legend) {
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = "Point at a chart, or go through it with the arrow keys, to read its numbers.";
    legend.after(hint);
  }
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
})();
