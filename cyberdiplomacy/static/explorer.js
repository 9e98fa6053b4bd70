// Moves explorers: native controls over frames. In a built page all frames are in the page, drawn while the book was
// built; that works from file://, asks no server for anything, and needs DecompressionStream (browsers since 2023). In
// JupyterLab (through anywidget, see live.py) frames come from the kernel, and each is asked for once.
const Explorer = (() => {
  "use strict";
  const PATIENCE = 15_000; // milliseconds until a reader is told that the kernel doesn't answer

  async function unpack(text) {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const { rows, frames } = JSON.parse(await new Response(stream).text());
    for (const [state, frame] of Object.entries(frames)) {
      if (typeof frame === "string") frames[state] = frames[frame]; // equal to one before it
      else frame[3] = frame[3].map((row) => (typeof row === "number" ? rows[row] : row));
    }
    return frames;
  }

  function toCsv(rows) {
    const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
  }

  // A text whose Chinese words carry their language, for screen readers; the book does the same to the rest of a page.
  const CHINESE = /([《「『〔]*\p{Script=Han}[\p{Script=Han}\u3000-\u303f\uff00-\uff65]*)/u;
  function marked(text) {
    const all = document.createDocumentFragment();
    text.split(CHINESE).forEach((part, k) => {
      if (k % 2 === 0) return all.append(part);
      const words = document.createElement("span");
      words.lang = "zh-Hans";
      words.textContent = part;
      all.append(words);
    });
    return all;
  }

  // A cell of a frame's data is a text, or a link: its text and its address.
  function textOf(cell) {
    if (!Array.isArray(cell)) return marked(cell);
    const link = document.createElement("a");
    link.append(marked(cell[0]));
    link.href = cell[1];
    return link;
  }

  function rowOf(tag, cells) {
    const row = document.createElement("tr");
    for (const content of cells) {
      const cell = document.createElement(tag);
      if (tag === "th") cell.scope = "col";
      cell.append(textOf(content));
      const { length } = cell.textContent; // what needs room, and what stands in one line
      if (tag === "td") cell.className = length > 60 ? "long" : length <= 12 ? "short" : "";
      row.append(cell);
    }
    return row;
  }

  // Points at one mark of the picture, by a list of names or by pointer, and says in a line what it is. The name stays
  // chosen from frame to frame.
  function pointer(figure, picture) {
    const finder = figure.querySelector(".explorer-find");
    if (!finder) return () => {};
    const select = finder.querySelector("select");
    const line = finder.querySelector(".explorer-mark");
    let [header, rows, column, listed, name, places, stale] = [[], [], 0, [], "", null, true];

    const point = (at) => {
      picture.querySelector(".explorer-ring")?.remove();
      name = at < 0 ? "" : rows[at][column];
      line.replaceChildren();
      if (at < 0) return;
      const [x, y] = marks()[at];
      const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      for (const [key, value] of Object.entries({ class: "explorer-ring", cx: x, cy: y, r: 7 })) ring.setAttribute(key, value);
      picture.querySelector("svg").append(ring);
      const strong = document.createElement("strong");
      strong.append(marked(name));
      line.append(strong);
      rows[at].forEach((cell, k) => {
        if (k !== column && cell !== "") line.append(` · ${header[k]}: `, textOf(cell));
      });
    };
    // Where the marks are, in the picture's own units.
    const marks = () =>
      (places ??= [...picture.querySelectorAll(".explorer-marks [data-at]")].flatMap((path) => {
        const numbers = path.dataset.at.split(" ").map(Number);
        return numbers.flatMap((x, k) => (k % 2 ? [] : [[x, numbers[k + 1]]]));
      }));
    const fill = () => {
      if (!stale) return;
      stale = false;
      const texts = rows.map((row) => [listed.map((k) => row[k]).join(" · "), row[column]]);
      texts.sort(([one], [other]) => one.localeCompare(other, "en"));
      const options = texts.map(([text, value]) => new Option(text, value));
      select.replaceChildren(new Option("Choose …", ""), ...options);
      select.value = name;
    };
    // The mark nearest to a place in the window, if one is near.
    const nearest = (event) => {
      const svg = picture.querySelector("svg");
      const matrix = svg.getScreenCTM();
      const here = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      let [best, least] = [-1, 14 / matrix.a];
      marks().forEach(([x, y], k) => {
        const far = Math.hypot(x - here.x, y - here.y);
        if (far < least) [best, least] = [k, far];
      });
      return best;
    };
    const follow = (event) => {
      const at = nearest(event);
      if (at < 0 || rows[at][column] === name) return;
      point(at);
      fill();
      select.value = name;
    };
    select.addEventListener("focus", fill);
    select.addEventListener("input", () => point(rows.findIndex((row) => row[column] === select.value)));
    picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && follow(event));
    picture.addEventListener("click", follow);
    finder.hidden = false;
    return (frame) => {
      [header, rows, column, listed] = [frame[2], frame[3], frame[5][1], frame[5][2]];
      [places, stale] = [null, true];
      const at = name ? rows.findIndex((row) => row[column] === name) : -1;
      const gone = at < 0 ? name : "";
      if (document.activeElement === select || !select.options.length || gone) {
        if (at < 0) name = "";
        fill();
      }
      point(at);
      if (gone) line.textContent = `${gone.replace(/\.$/, "")}: not in this selection.`;
    };
  }

  // The controls of a figure; onChange hears of the state wanted, as "0,2", and show() shows its frame.
  function enliven(figure, onChange) {
    const form = figure.querySelector(".explorer-controls");
    const picture = figure.querySelector(".explorer-picture");
    const caption = figure.querySelector(".explorer-caption");
    const source = figure.querySelector(".explorer-source");
    const data = figure.querySelector(".explorer-data");
    const choices = [...form.querySelectorAll(".explorer-choice")];
    const find = pointer(figure, picture);
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
      const plain = rows.map((row) => row.map((cell) => (Array.isArray(cell) ? `${cell[0]} (${cell[1]})` : cell)));
      link.href = URL.createObjectURL(new Blob(["\ufeff" + toCsv([header, ...plain])], { type: "text/csv" }));
    };

    const wanted = () => choices.map(position).join(",");

    const show = (frame) => {
      if (!frame || frame === current) return;
      current = frame;
      picture.innerHTML = frame[0];
      caption.replaceChildren(marked(frame[1]));
      if (source) source.textContent = `Source: ${frame[4]}`;
      if (frame[5]) find(frame);
      fillTable();
    };

    const say = (text) => {
      current = null;
      caption.textContent = text;
    };

    form.addEventListener("input", (event) => {
      const { target } = event;
      if (target.type === "range") {
        const text = JSON.parse(target.dataset.texts)[target.value];
        target.setAttribute("aria-valuetext", text);
        target.parentElement.querySelector("output").textContent = text;
      }
      onChange(wanted());
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    data?.addEventListener("toggle", fillTable);
    form.hidden = false;
    return { show, say, wanted };
  }

  // A figure of a built page: its frames are unpacked when it comes near, or at the first change.
  function enlivenPage(figure) {
    const packed = figure.querySelector('script[type="application/gzip"]');
    if (!packed) return;
    let frames = null; // a promise, then the frames
    const load = () => {
      frames ??= unpack(packed.textContent).then((ready) => {
        frames = ready;
        packed.remove();
        view.show(frames[view.wanted()]);
      });
      return frames;
    };
    const view = enliven(figure, (state) => {
      if (!(load() instanceof Promise)) view.show(frames[state]); // else shown as soon as the frames are ready
    });
    new IntersectionObserver((seen, watcher) => {
      if (seen.some((entry) => entry.isIntersecting)) {
        watcher.disconnect();
        load();
      }
    }, { rootMargin: "50%" }).observe(figure);
  }

  // On paper every answer and every explanation is open; afterwards the page is as it was.
  function openForPrint() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details.sd-dropdown:not([open])")];
      for (const details of opened) details.open = true;
    });
    addEventListener("afterprint", () => {
      for (const details of opened) details.open = false;
    });
  }

  function start() {
    openForPrint();
    if (typeof DecompressionStream === "undefined") return; // an old browser keeps the first frame, caption and data
    document.querySelectorAll("figure.explorer").forEach(enlivenPage);
  }

  // A figure in JupyterLab. One question at a time goes to the kernel, always for the state wanted then: quick keys
  // skip frames in between and end in the last state. While the reader looks at a frame, the next one in the direction
  // of the last move is asked for.
  function render({ model, el }) {
    el.innerHTML = model.get("html");
    const figure = el.querySelector("figure.explorer");
    // Arrow keys move the control, not the notebook. JupyterLab looks for this at the element that has the focus first.
    figure.querySelectorAll("select, input, summary, a, [tabindex]").forEach((element) => {
      element.dataset.lmSuppressShortcuts = "true";
    });
    // A source opens beside JupyterLab, not in its place.
    el.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='http']");
      if (link) Object.assign(link, { target: "_blank", rel: "noopener" });
    }, true);
    const frames = {};
    const failed = {}; // why a state has no frame
    let [before, now] = [null, null];
    let asked = null;
    let timer = 0;
    const ask = (state) => {
      asked = state;
      timer = setTimeout(() => {
        asked = null;
        if (!frames[view.wanted()]) view.say("The kernel does not answer. Start it, and run this cell again.");
      }, PATIENCE);
      model.send({ state });
    };
    const ahead = () => {
      if (!before) return null;
      const [old, next] = [before.split(",").map(Number), now.split(",").map(Number)];
      const moved = next.flatMap((at, k) => (at === old[k] ? [] : [k]));
      if (moved.length !== 1) return null;
      const k = moved[0];
      const step = next[k] - old[k];
      if (Math.abs(step) !== 1) return null; // a jump: nobody knows what comes next
      next[k] += step;
      return next[k] >= 0 && next[k] < model.get("sizes")[k] ? next.join(",") : null;
    };
    const follow = () => {
      const state = view.wanted();
      if (frames[state]) view.show(frames[state]);
      else if (failed[state]) view.say(failed[state]);
      else if (asked === null) ask(state);
      const next = ahead();
      if (asked === null && next && !frames[next] && !failed[next]) ask(next);
    };
    const view = enliven(figure, (state) => {
      [before, now] = [now, state];
      follow();
    });
    now = view.wanted();
    frames[now] = model.get("first");
    view.show(frames[now]);
    const answered = ({ state, frame, error }) => {
      clearTimeout(timer);
      asked = null;
      if (frame) frames[state] = frame;
      else failed[state] = error;
      follow();
    };
    model.on("msg:custom", answered);
    return () => model.off("msg:custom", answered);
  }

  if (typeof document !== "undefined" && document.currentScript) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }
  return { render };
})();
