// What a page of the book does besides its explorers, in place of the theme's scripts, Bootstrap and Font Awesome: the
// sidebars, the search window, light and dark, the menu of downloads, contents that follow the reader, solutions that
// open, buttons that copy. Class names and places are the theme's, whose look is kept.
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const WIDE = matchMedia("(min-width: 992px)"); // where the theme shows the first sidebar beside the text
  const DARK = matchMedia("(prefers-color-scheme: dark)");

  function element(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  // Storage is shut in some windows (private ones, pages from a file in some browsers): the page then forgets.
  function recall(store, key) {
    try {
      return window[store].getItem(key);
    } catch {
      return null;
    }
  }
  function keep(store, key, value) {
    try {
      window[store].setItem(key, value);
    } catch {
      // nothing to do
    }
  }

  // Light, dark, or as the reader's system has it. The head of the page has set the first state before it was painted.
  function themes() {
    const button = one(".theme-switch-button");
    if (!button) return;
    const names = { auto: "as the system", light: "light", dark: "dark" };
    const apply = (mode) => {
      root.dataset.mode = mode;
      root.dataset.theme = mode === "auto" ? (DARK.matches ? "dark" : "light") : mode;
      button.setAttribute("aria-label", `Colours: ${names[mode]}. Change`);
      button.title = `Colours: ${names[mode]}`;
    };
    apply(root.dataset.mode in names ? root.dataset.mode : "auto");
    button.addEventListener("click", () => {
      const order = DARK.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
      const next = order[(order.indexOf(root.dataset.mode) + 1) % order.length];
      apply(next);
      keep("localStorage", "mode", next);
      keep("localStorage", "theme", root.dataset.theme);
    });
    DARK.addEventListener("change", () => root.dataset.mode === "auto" && apply("auto"));
  }

  // A click beside an open window closes it.
  function closeOutside(dialog) {
    dialog.addEventListener("click", (event) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      const outside = event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
      if (dialog.open && event.target === dialog && outside) dialog.close();
    });
  }

  // On a phone a sidebar opens as a window over the page: its content moves there and back again.
  function sidebars() {
    for (const which of ["primary", "secondary"]) {
      const button = one(`.${which}-toggle`);
      const bar = one(`#pst-${which}-sidebar`);
      const dialog = one(`#pst-${which}-sidebar-modal`);
      if (!button || !bar || !dialog) continue;
      const move = (from, to) => {
        to.append(...from.childNodes);
        to.classList.add(...from.classList);
        from.className = "";
      };
      const say = (open) => button.setAttribute("aria-expanded", String(open));
      say(which === "primary" && WIDE.matches);
      button.addEventListener("click", () => {
        if (which === "primary" && WIDE.matches) return say(!bar.classList.toggle("pst-sidebar-hidden"));
        bar.classList.remove("pst-sidebar-hidden");
        move(bar, dialog);
        dialog.showModal();
        say(true);
      });
      dialog.addEventListener("close", () => {
        move(dialog, bar);
        say(false);
        button.focus();
      });
      // A link to a place on this page leads out of the window.
      dialog.addEventListener("click", (event) => event.target.closest("a")?.hash && dialog.close());
      closeOutside(dialog);
      WIDE.addEventListener("change", () => {
        if (dialog.open) dialog.close();
        say(which === "primary" && WIDE.matches);
      });
    }
  }

  // The first sidebar stays where the reader scrolled it, from page to page.
  function sidebarPlace() {
    const bar = one("#pst-primary-sidebar");
    if (!bar) return;
    const kept = Number.parseInt(recall("sessionStorage", "sidebar-scroll-top"), 10);
    if (kept) bar.scrollTop = kept;
    addEventListener("pagehide", () => keep("sessionStorage", "sidebar-scroll-top", bar.scrollTop));
  }

  function search() {
    const dialog = one("#pst-search-dialog");
    if (!dialog) return;
    const field = all("form.bd-search input").find((input) => !dialog.contains(input)); // of the search page
    const apple = /^(Mac|iP)/.test(navigator.platform);
    if (apple) for (const key of all(".search-button__kbd-shortcut .kbd-shortcut__modifier")) key.textContent = "⌘";
    const toggle = () => {
      if (field) {
        field.focus();
        field.select();
        field.scrollIntoView({ block: "center" });
      } else if (dialog.open) dialog.close();
      else dialog.showModal();
    };
    for (const button of all(".search-button__button")) button.addEventListener("click", toggle);
    addEventListener("keydown", (event) => {
      const modifier = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!modifier || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      toggle();
    }, true);
    closeOutside(dialog);
  }

  // Words that the reader searched for are marked on the page found, by Sphinx' own scripts, which other visits don't need.
  function markFound() {
    if (one("script[src*=searchtools]")) return;
    const terms = recall("localStorage", "sphinx_highlight_terms") || new URLSearchParams(location.search).get("highlight");
    if (!terms) return;
    for (const name of ["documentation_options", "doctools", "sphinx_highlight"]) {
      const script = element("script", { src: `${root.dataset.content_root}_static/${name}.js` });
      script.async = false; // in this order
      document.head.append(script);
    }
  }

  // The menu of downloads.
  function menus() {
    for (const button of all("[data-bs-toggle=dropdown]")) {
      const menu = button.nextElementSibling;
      const show = (open) => {
        menu.classList.toggle("show", open);
        menu.toggleAttribute("data-bs-popper", open); // where Bootstrap's rules place an open menu
        button.setAttribute("aria-expanded", String(open));
      };
      button.addEventListener("click", () => show(!menu.classList.contains("show")));
      menu.addEventListener("click", () => show(false));
      document.addEventListener("click", (event) => button.parentElement.contains(event.target) || show(false));
      button.parentElement.addEventListener("focusout", (event) => {
        if (event.relatedTarget && !button.parentElement.contains(event.relatedTarget)) show(false);
      });
      button.parentElement.addEventListener("keydown", (event) => {
        const items = all("a, button", menu);
        const at = items.indexOf(document.activeElement);
        if (event.key === "Escape" && menu.classList.contains("show")) {
          show(false);
          button.focus();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          show(true);
          const step = event.key === "ArrowDown" ? 1 : -1;
          items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length].focus();
        }
      });
    }
  }

  // "On this page" marks the section being read, and so does the line under the header that the page was scrolled.
  function follow() {
    const links = all("#pst-page-toc-nav a[href^='#']");
    const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;
    const update = () => {
      waiting = false;
      document.body.classList.toggle("scrolled", scrollY > 0);
      const line = 100; // where a place stands that a link led to, below the header
      const ended = scrollY + innerHeight >= root.scrollHeight - 2;
      const passed = sections.findLastIndex((section) => section && section.getBoundingClientRect().top <= (ended ? innerHeight : line));
      links.forEach((link, k) => {
        link.classList.toggle("active", k === passed);
        if (k === passed) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
      for (const entry of all("#pst-page-toc-nav .toc-entry")) entry.classList.toggle("active", Boolean(one("a.active", entry)));
    };
    const soon = () => {
      if (!waiting) requestAnimationFrame(update);
      waiting = true;
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    soon();
  }

  // A solution is shut until its title, or the button in it, is pressed. Without scripts it stands open.
  function solutions() {
    for (const [k, box] of all(".admonition.dropdown, .admonition.toggle").entries()) {
      const title = one(".admonition-title", box);
      box.id ||= `toggle-${k}`;
      box.classList.add("toggle");
      const name = title.textContent.trim();
      const button = element("button", { type: "button", class: "toggle-button", "aria-controls": box.id });
      title.append(button);
      const show = (open) => {
        box.classList.toggle("toggle-hidden", !open);
        button.classList.toggle("toggle-button-hidden", !open);
        button.setAttribute("aria-expanded", String(open));
        button.setAttribute("aria-label", `${open ? "Hide" : "Show"}: ${name}`);
      };
      show(box.classList.contains("toggle-shown"));
      title.addEventListener("click", (event) => {
        if (!event.target.closest("a")) show(box.classList.contains("toggle-hidden"));
      });
      let shut = false;
      addEventListener("beforeprint", () => {
        shut = box.classList.contains("toggle-hidden");
        show(true);
      });
      addEventListener("afterprint", () => shut && show(false));
    }
  }

  // Outside of safe contexts (a book served over plain http in a class's network) browsers offer only the old way.
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = element("textarea", { style: "position: fixed; opacity: 0" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("the browser does not copy");
  }

  function copyButtons() {
    for (const code of all("div.highlight pre")) {
      const button = element("button", { type: "button", class: "copybtn", "aria-label": "Copy this code", title: "Copy" });
      const said = element("span", { class: "visually-hidden", role: "status" });
      code.after(button, said);
      button.addEventListener("click", async () => {
        let worked = true;
        await copy(code.innerText.replace(/\n$/, "")).catch(() => (worked = false));
        said.textContent = button.title = worked ? "Copied" : "Could not copy";
        button.classList.toggle("success", worked);
        button.focus();
        setTimeout(() => {
          said.textContent = "";
          button.title = "Copy";
          button.classList.remove("success");
        }, 2000);
      });
    }
  }

  // What scrolls sideways can be reached with the keyboard, and only that.
  function scrolling() {
    const boxes = all("pre, .cell_output > .output, .pst-scrollable-table-container");
    const update = () => {
      for (const box of boxes) {
        const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
        if (scrolls) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
      }
    };
    addEventListener("resize", update, { passive: true });
    update();
  }

  // Paper is white.
  function printing() {
    let theme = "";
    addEventListener("beforeprint", () => {
      theme = root.dataset.theme;
      root.dataset.theme = "light";
    });
    addEventListener("afterprint", () => (root.dataset.theme = theme));
  }

  window.toggleFullScreen = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());
  if (!root.requestFullscreen) for (const button of all("[onclick^=toggleFullScreen]")) button.hidden = true; // iPhones

  for (const part of [themes, sidebars, sidebarPlace, search, menus, solutions, copyButtons, follow, markFound, printing]) part();
  if (document.readyState === "complete") scrolling();
  else addEventListener("load", scrolling); // when fonts and pictures have their places
})();
