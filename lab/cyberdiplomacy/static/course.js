// What the course adds to JupyterLab. Written by hand and loaded as it is: there is nothing to compile.
//
// * Citations: jupyterlab-myst finds no references.bib and shows a warning with the key. Here the key becomes the
//   author and the year, as in the book, from the references.bib beside the notebook or in a folder above it; a click
//   opens the work.
// * Cross-references: a link to a place in another notebook opens that notebook there, also from a cell's output.
// * Pictures saved with a notebook are shown until their cells run again.
// * Hints: a cell that fails because another cell hasn't run says which one.
"use strict";
(() => {
  const PLUGIN = "cyberdiplomacy:course";
  const HINT = "application/vnd.cyberdiplomacy.hint";

  // ---- references.bib

  // Each entry of a BibTeX file by its key: {author: "…", year: "…", …}.
  function readBibliography(text) {
    const entries = new Map();
    const start = /@(\w+)\s*\{\s*([^,\s]+)\s*,/g;
    for (let found; (found = start.exec(text)); ) {
      const fields = {};
      let at = start.lastIndex;
      for (;;) {
        const name = /^[\s,]*(\w+)\s*=\s*/.exec(text.slice(at, at + 200));
        if (!name) break;
        at += name[0].length;
        let end = at;
        if (text[at] === "{" || text[at] === '"') {
          const close = text[at] === "{" ? "}" : '"';
          let depth = 0;
          for (end = at + 1; end < text.length && !(depth === 0 && text[end] === close); end++) {
            if (text[end] === "{") depth++;
            if (text[end] === "}") depth--;
          }
          fields[name[1].toLowerCase()] = text.slice(at + 1, end).replace(/\s+/g, " ").trim();
          at = end + 1;
        } else {
          while (end < text.length && !/[,}\n]/.test(text[end])) end++;
          fields[name[1].toLowerCase()] = text.slice(at, end).trim();
          at = end;
        }
      }
      entries.set(found[2], fields);
      start.lastIndex = at;
    }
    return entries;
  }

  const plain = (text) =>
    (text ?? "").replace(/\\([&%$#_])/g, "$1").replace(/---?/g, "–").replace(/~/g, " ").replace(/[{}]/g, "");

  // The family names as they stand in a sentence: "Yan", "Farrell and Newman", "Maness et al.".
  function authors(entry) {
    const names = (entry.author ?? entry.editor ?? entry.title ?? "").split(/ and (?![^{]*\})/).map((name) => {
      if (name.startsWith("{")) return plain(name);
      return plain(name.includes(",") ? name.split(",")[0] : name.split(" ").at(-1));
    });
    if (names.length > 2) return `${names[0]} et al.`;
    return names.join(" and ");
  }

  const address = (entry) => (entry.doi ? `https://doi.org/${entry.doi}` : entry.url);

  function reference(entry) {
    const where = entry.journal ?? entry.booktitle ?? entry.publisher ?? entry.institution ?? entry.howpublished;
    return [plain(entry.author ?? entry.editor), entry.year, plain(entry.title), plain(where), address(entry)]
      .filter(Boolean)
      .map((part) => part.replace(/\.$/, ""))
      .join(". ");
  }

  // ---- cells

  const LINK = /\{ref\}`(?:[^`<]*<([^>`]+)>|([^`<]+))`|\[[^\]]*\]\(#([^)\s]+)\)/g;

  // The labels that the links of a Markdown cell name, in their order.
  function labels(source) {
    return [...source.matchAll(LINK)].map((link) => (link[1] ?? link[2] ?? link[3]).trim());
  }

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  function holds(source, label) {
    return source.includes(`(${label})=`) || new RegExp(`^:(?:label|name):\\s*${escaped(label)}\\s*$`, "m").test(source);
  }

  // Whether a code cell gives a name a value: import, assignment, def, class, for, with.
  function makes(source, name) {
    const n = escaped(name);
    return [
      `^[ \\t]*(?:from[ \\t]+\\S+[ \\t]+)?import[ \\t]+(?:\\([^)]*|[^\\n(]*)(?<![\\w.])${n}(?!\\w)`,
      `^(?:[\\w \\t,*()]*[,(*][ \\t]*)?${n}[ \\t]*(?:[,)][^=\\n]*)?(?::[^=\\n]*)?=(?!=)`,
      `^[ \\t]*(?:def|class)[ \\t]+${n}(?!\\w)`,
      `^[ \\t]*for[ \\t]+[^\\n]*(?<!\\w)${n}(?!\\w)[^\\n]*[ \\t]in[ \\t]`,
      `^[ \\t]*with[ \\t]+[^\\n]*[ \\t]as[ \\t]+${n}(?!\\w)`,
    ].some((pattern) => new RegExp(pattern, "m").test(source));
  }

  // What to tell a student whose cell failed, or null when there is nothing that helps.
  function hint(cells, failed, errorName, errorValue) {
    if (errorName === "ModuleNotFoundError" && /'cyberdiplomacy/.test(errorValue)) {
      return (
        "The kernel of this notebook does not have the course's package. Close JupyterLab, run " +
        "“python -m pip install -r requirements.txt” in the course's folder, and start JupyterLab from there again."
      );
    }
    const name = errorName === "NameError" && /name '([^']+)' is not defined/.exec(errorValue)?.[1];
    if (!name) return null;
    const code = cells.filter((cell) => cell.type === "code");
    const maker = code.findIndex((cell) => makes(cell.source, name));
    if (maker < 0 || code[maker] === cells[failed]) return null;
    const own = code.indexOf(cells[failed]);
    const which = maker === 0 ? "the first code cell" : `code cell ${maker + 1}`;
    if (maker < own) {
      return (
        `“${name}” is made in ${which} of this notebook, and that cell has not run since the kernel started. ` +
        "Choose Run → Run All Above Selected Cell, then run this cell again. (Run → Run All Cells runs everything.)"
      );
    }
    return (
      `“${name}” is made further down, in ${which} of this notebook. Cells run in the order in which you start them: ` +
      "run that cell first, then this one again."
    );
  }

  // ---- the plugin

  const LOST = /^Error displaying widget/; // what JupyterLab shows for a widget whose kernel has gone
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  function activate(app, tracker, notebook, mime) {
    const { NotebookActions, NotebookPanel } = notebook;
    const contents = app.serviceManager.contents;
    const bibliographies = new Map(); // by folder: a promise of its entries

    const parent = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");

    // The course's folder for a notebook: the nearest one above it that holds references.bib.
    async function course(path) {
      for (let folder = parent(path); ; folder = parent(folder)) {
        if (!bibliographies.has(folder)) {
          const file = folder ? `${folder}/references.bib` : "references.bib";
          const listing = contents.get(folder, { content: true }).then(
            (all) => all.content.some((one) => one.name === "references.bib"),
            () => false,
          );
          bibliographies.set(
            folder,
            listing.then((there) =>
              there ? contents.get(file, { content: true, format: "text" }).then((all) => readBibliography(all.content)) : null,
            ),
          );
        }
        const entries = await bibliographies.get(folder);
        if (entries) return { folder, entries };
        if (!folder) return null;
      }
    }

    // React owns these elements: only the text and the attributes change.
    function cite(box, entries) {
      for (const one of box.querySelectorAll("span[title='Citation Not Found']")) {
        const text = [...one.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
        const entry = entries.get(text?.nodeValue.trim());
        if (!entry) continue;
        const narrative = one.closest(".cite-group")?.classList.contains("narrative");
        text.nodeValue = authors(entry) + (narrative ? ` (${entry.year})` : `, ${entry.year}`);
        one.className = "course-citation";
        one.title = reference(entry);
        if (!address(entry)) continue;
        Object.assign(one.dataset, { address: address(entry), lmSuppressShortcuts: "true" });
        one.setAttribute("role", "link");
        one.tabIndex = 0;
      }
    }

    function openWork(event) {
      const work = event.target.closest?.(".course-citation[data-address]");
      if (!work || (event.type === "keydown" && event.key !== "Enter")) return;
      event.preventDefault();
      event.stopPropagation();
      window.open(work.dataset.address, "_blank", "noopener");
    }

    // A picture of an earlier session, whose kernel has gone, as it was saved.
    function showSaved(panel) {
      for (const box of panel.content.node.querySelectorAll(".jp-OutputArea-output.jupyter-widgets")) {
        const saved = box.nextElementSibling?.matches(".course-saved") ? box.nextElementSibling : null;
        if (!LOST.test(box.textContent)) {
          if (saved) box.style.display = "";
          saved?.remove();
          continue;
        }
        const area = panel.content.widgets.find((one) => one.outputArea?.node.contains(box))?.outputArea;
        const model = area?.model.get(area.widgets.findIndex((one) => one.node.contains(box)));
        if (saved || !model?.data["text/html"]) continue;
        const [all, told, drawn] = [document.createElement("div"), document.createElement("p"), mime.createRenderer("text/html")];
        all.className = "course-saved";
        told.className = "course-hint";
        told.setAttribute("role", "note");
        told.textContent = "This picture was saved with the notebook. To move it, run its cell, or choose Run → Run All Cells.";
        all.append(told, drawn.node);
        box.style.display = "none";
        box.after(all);
        void drawn.renderModel(model);
      }
    }

    function watch(panel) {
      const { node } = panel.content;
      const mend = () => {
        showSaved(panel);
        if (!node.querySelector("span[title='Citation Not Found']")) return;
        course(panel.context.path).then((found) => found && cite(node, found.entries));
      };
      let waiting = false;
      new MutationObserver(() => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          mend();
        });
      }).observe(node, { childList: true, subtree: true, attributes: true, attributeFilter: ["title"] });
      mend();
      node.addEventListener("click", openWork, true);
      node.addEventListener("keydown", openWork, true);
      node.addEventListener("click", (event) => follow(event, panel), true);
      // jupyterlab-myst has a warning, and no preview, for a place in another notebook.
      node.addEventListener("mouseover", (event) => {
        const link = event.target.closest?.("a.hover-link");
        if (link && !place(panel, aim(link, panel)?.label)) event.stopPropagation();
      }, true);
    }

    // Where a link leads: a label, and the path of what holds it, where the link names one.
    function aim(link, panel) {
      if (link.matches("a.hover-link")) {
        const cell = panel.content.widgets.find((one) => one.model.type === "markdown" && one.node.contains(link));
        const links = cell ? [...cell.node.querySelectorAll("a.hover-link")] : [];
        const label = cell && labels(cell.model.sharedModel.getSource())[links.indexOf(link)];
        return label ? { label } : null;
      }
      const url = new URL(link.getAttribute("href") ?? "", location.href);
      const file = /^.*?\/files\/(.+\.(?:ipynb|md))$/.exec(decodeURIComponent(url.pathname));
      if (!file || url.origin !== location.origin) return null;
      return { path: file[1], label: decodeURIComponent(url.hash.slice(1)) };
    }

    const place = (panel, label) => label && panel.content.node.querySelector(`[id="${CSS.escape(label)}"]`);

    const cellWith = (panel, label) =>
      panel.content.widgets.findIndex((cell) => holds(cell.model.sharedModel.getSource(), label));

    // Go to a place of a notebook and stay with it while cells above are still laid out. The reference pages have their
    // places in the output of a cell, which runs if it has not. A reader who goes elsewhere meanwhile is let go.
    async function arrive(panel, label) {
      const unrun = panel.content.widgets.some(
        (cell) => cell.model.outputs?.length === 0 && /\breference\.\w+\(/.test(cell.model.sharedModel.getSource()),
      );
      const at = cellWith(panel, label);
      if (unrun && at < 0 && !place(panel, label)) {
        await panel.sessionContext.ready;
        await panel.sessionContext.session?.kernel?.info;
        void app.commands.execute("notebook:run-all-cells");
      }
      if (at >= 0) panel.content.activeCellIndex = at;
      let gone = false;
      for (const kind of ["wheel", "pointerdown", "keydown"]) {
        panel.content.node.addEventListener(kind, () => (gone = true), { once: true, capture: true });
      }
      for (let [tries, calm, last] = [0, 0, null]; tries < 250 && calm < 4 && !gone; tries++) {
        // The cell itself stands for a label that leaves no mark in what is shown.
        const spot = place(panel, label) ?? (tries > 20 ? panel.content.widgets[at]?.node : null);
        spot?.scrollIntoView({ block: "start" });
        await pause(100);
        const top = spot?.isConnected ? Math.round(spot.getBoundingClientRect().top) : null;
        calm = top !== null && top === last ? calm + 1 : 0;
        last = top;
        if (!spot && at < 0 && !unrun && tries > 20) return;
      }
    }

    // The notebook or page of the course that holds a label.
    async function holder(panel, label) {
      const found = await course(panel.context.path);
      if (!found) return null;
      const within = found.folder ? `${found.folder}/` : "";
      const listed = (await contents.get(`${within}chapters`, { content: true })).content.map((one) => one.path);
      for (const path of [`${within}index.ipynb`, ...listed.filter((one) => /\.(ipynb|md)$/.test(one))]) {
        const read = await contents.get(path, { content: true, ...(path.endsWith(".md") && { type: "file", format: "text" }) }).catch(() => null);
        const sources = path.endsWith(".md") ? [read?.content ?? ""] : (read?.content.cells ?? []).map((one) => [one.source].flat().join(""));
        if (sources.some((one) => holds(one, label))) return path;
      }
      return null;
    }

    async function follow(event, panel) {
      const link = event.target.closest?.("a[href], a.hover-link");
      const to = link && aim(link, panel);
      if (!to) return;
      event.preventDefault();
      event.stopPropagation();
      const here = to.path === panel.context.path || (!to.path && (place(panel, to.label) || cellWith(panel, to.label) >= 0));
      const path = here ? panel.context.path : (to.path ?? (await holder(panel, to.label)));
      if (!path) return;
      const opened = here ? panel : await app.commands.execute("docmanager:open", { path });
      await opened.context.ready;
      await opened.revealed;
      if (to.label && opened.content.widgets) await arrive(opened, to.label);
    }

    tracker.widgetAdded.connect((_, panel) => panel.revealed.then(() => watch(panel)));

    NotebookActions.executed.connect((_, { notebook: shown, cell, success, error }) => {
      const outputs = cell.model.outputs;
      if (success || !outputs) return;
      let [name, value] = [error?.errorName, error?.errorValue];
      for (let at = 0; at < outputs.length; at++) {
        const output = outputs.get(at).toJSON();
        if (output.output_type === "error") [name, value] = [output.ename, output.evalue];
      }
      const cells = shown.widgets.map((one) => ({ type: one.model.type, source: one.model.sharedModel.getSource() }));
      const told = hint(cells, shown.widgets.indexOf(cell), name, value ?? "");
      if (told) outputs.add({ output_type: "display_data", metadata: {}, data: { "text/plain": told, [HINT]: told } });
    });

    // A renderer of its own: a box that reads like a note, not like an error.
    app.course = { hint, labels, readBibliography, authors, makes }; // for the tests
  }

  function renderer(Widget) {
    return {
      safe: true,
      mimeTypes: [HINT],
      defaultRank: 0,
      createRenderer: () => {
        const widget = new Widget();
        widget.addClass("course-hint");
        widget.node.setAttribute("role", "note");
        widget.renderModel = async (model) => {
          widget.node.textContent = model.data[HINT];
        };
        return widget;
      },
    };
  }

  const LOOK = `
    .course-citation { color: inherit; border-bottom: 1px dotted currentColor; cursor: help; }
    .course-citation[data-address] { cursor: pointer; }
    .course-citation:focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: 1px; }
    .course-saved figure { max-width: 46rem; margin: 0.5rem 0; }
    .course-saved .explorer-picture svg { display: block; width: 100%; max-width: 36rem; height: auto; overflow: visible; }
    .course-saved .explorer-table { max-height: 20rem; overflow: auto; }
    .course-citation svg { display: none; }
    .course-hint { margin: 0.4rem 0; padding: 0.6rem 0.8rem; border-inline-start: 4px solid var(--jp-brand-color1);
      background: var(--jp-layout-color2); color: var(--jp-content-font-color1); font-size: var(--jp-content-font-size1);
      font-family: var(--jp-content-font-family); line-height: 1.5; white-space: normal; }`;

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  let scope;
  window._JUPYTERLAB.cyberdiplomacy = {
    init(shared) {
      scope = shared;
    },
    async get() {
      const share = async (name) => (await Object.values(scope[name])[0].get())();
      const [notebook, rendermime, widgets] = await Promise.all(
        ["@jupyterlab/notebook", "@jupyterlab/rendermime", "@lumino/widgets"].map(share),
      );
      const plugin = {
        id: PLUGIN,
        description: "Citations, cross-references and hints of the course China's Cyber Diplomacy.",
        autoStart: true,
        requires: [notebook.INotebookTracker, rendermime.IRenderMimeRegistry],
        activate(app, tracker, mime) {
          const style = document.createElement("style");
          style.textContent = LOOK;
          document.head.append(style);
          mime.addFactory(renderer(widgets.Widget));
          activate(app, tracker, notebook, mime);
        },
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
