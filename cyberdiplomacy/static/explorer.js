// Moves the explorers of a built page: native controls over frames that were drawn while the book was built.
// Works from file://, asks no server for anything, and needs DecompressionStream (browsers since 2023).
(() => {
  "use strict";

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  function toCsv(rows) {
    const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
  }

  function rowOf(tag, cells) {
    const row = document.createElement("tr");
    for (const text of cells) {
      const cell = document.createElement(tag);
      if (tag === "th") cell.scope = "col";
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  }

  function enliven(figure) {
    const form = figure.querySelector(".explorer-controls");
    const packed = figure.querySelector('script[type="application/gzip"]');
    if (!form || !packed) return;
    const picture = figure.querySelector(".explorer-picture");
    const caption = figure.querySelector(".explorer-caption");
    const source = figure.querySelector(".explorer-source");
    const data = figure.querySelector(".explorer-data");
    const choices = [...form.querySelectorAll(".explorer-choice")];
    let frames = null; // a promise, then the frames
    let current = null;

    const position = (choice) => {
      const box = choice.querySelector("input[type=checkbox]");
      if (box) return box.checked ? "1" : "0";
      return (choice.querySelector("input[type=radio]:checked") ?? choice.querySelector("select, input")).value;
    };

    // The table is filled only while it is open, so that a change of picture stays quick.
    const fillTable = () => {
      if (!data || !data.open || !current) return;
      const [, , header, rows] = current;
      data.querySelector("thead").replaceChildren(rowOf("th", header));
      data.querySelector("tbody").replaceChildren(...rows.map((row) => rowOf("td", row)));
      const link = data.querySelector("a[download]");
      if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
      link.href = URL.createObjectURL(new Blob(["\ufeff" + toCsv([header, ...rows])], { type: "text/csv" }));
    };

    const show = () => {
      const frame = frames[choices.map(position).join(",")];
      if (!frame || frame === current) return;
      current = frame;
      picture.innerHTML = frame[0];
      caption.textContent = frame[1];
      if (source) source.textContent = `Source: ${frame[4]}`;
      fillTable();
    };

    const load = () => {
      frames ??= unpack(packed.textContent).then((ready) => {
        frames = ready;
        packed.remove();
        show();
      });
      return frames;
    };

    form.addEventListener("input", (event) => {
      const { target } = event;
      if (target.type === "range") {
        const text = JSON.parse(target.dataset.texts)[target.value];
        target.setAttribute("aria-valuetext", text);
        target.parentElement.querySelector("output").textContent = text;
      }
      if (load() instanceof Promise) return; // shown as soon as the frames are ready
      show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    data?.addEventListener("toggle", fillTable);
    form.hidden = false;
    new IntersectionObserver((seen, watcher) => {
      if (seen.some((entry) => entry.isIntersecting)) {
        watcher.disconnect();
        load();
      }
    }, { rootMargin: "50%" }).observe(figure);
  }

  function start() {
    if (typeof DecompressionStream === "undefined") return; // an old browser keeps the first frame, caption and data
    document.querySelectorAll("figure.explorer").forEach(enliven);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
