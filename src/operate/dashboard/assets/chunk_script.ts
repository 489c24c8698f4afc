/**
 * The script that tells of the chunk under the pointer, or chosen by keys: a line of chunks is then
 * a slider, whose value a screen reader says.
 */
export const chunkScript: string = String.raw`
(() => {
  const cellsOf = (line) => line.dataset.cells.split("\n").map((text) => {
    const [, from, to, words] = /^(\S+) (\S+) (.*)$/.exec(text);
    return { from: Number(from), to: Number(to), words };
  });
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const cursor = document.createElement("div");
  cursor.className = "cursor";
  cursor.hidden = true;
  document.body.append(cursor);

  const hide = () => { tip.hidden = true; cursor.hidden = true; };
  const show = (line, cell) => {
    const box = line.getBoundingClientRect();
    const left = box.left + scrollX;
    const middle = left + box.width * (cell.from + cell.to) / 200;
    const [range, ...rest] = cell.words.split(" · ");
    tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: range }));
    for (const text of rest) tip.append(Object.assign(document.createElement("span"), { textContent: text }));
    tip.hidden = false;
    const half = tip.offsetWidth / 2;
    const most = scrollX + document.documentElement.clientWidth - half - 8;
    tip.style.left = Math.max(scrollX + half + 8, Math.min(most, middle)) + "px";
    tip.style.top = (box.top + scrollY - tip.offsetHeight - 6) + "px";
    cursor.hidden = false;
    cursor.style.left = (left + box.width * cell.from / 100) + "px";
    cursor.style.width = Math.max(2, box.width * (cell.to - cell.from) / 100) + "px";
    cursor.style.top = (box.top + scrollY) + "px";
  };
  const choose = (line, place) => {
    const cells = cellsOf(line);
    const i = Math.max(0, Math.min(cells.length - 1, place));
    line.setAttribute("aria-valuenow", i + 1);
    line.setAttribute("aria-valuetext", cells[i].words);
    show(line, cells[i]);
  };
  const equip = (root) => {
    for (const line of root.querySelectorAll(".line[data-cells]")) {
      const cells = cellsOf(line);
      line.tabIndex = 0;
      line.setAttribute("role", "slider");
      line.setAttribute("aria-roledescription", "line of chunks");
      line.setAttribute("aria-valuemin", 1);
      line.setAttribute("aria-valuemax", cells.length);
      line.setAttribute("aria-valuenow", cells.length);
      line.setAttribute("aria-valuetext", cells[cells.length - 1].words);
    }
  };
  equip(document);
  document.addEventListener("strata:replaced", ({ detail }) => { hide(); equip(detail.place); });

  const lineOf = (target) => target instanceof Element ? target.closest(".line[data-cells]") : null;
  document.addEventListener("pointermove", ({ target, clientX }) => {
    const line = lineOf(target);
    if (line === null) {
      if (lineOf(document.activeElement) === null) hide();
      return;
    }
    const box = line.getBoundingClientRect();
    const at = (clientX - box.left) / box.width * 100;
    const cell = cellsOf(line).find(({ from, to }) => at >= from && at <= Math.max(to, from + 0.3));
    if (cell === undefined) hide();
    else show(line, cell);
  });
  document.addEventListener("focusin", ({ target }) => {
    const line = lineOf(target);
    if (line === null) return hide();
    const chosen = line.dataset.chosen || line.getAttribute("aria-valuenow");
    delete line.dataset.chosen;
    choose(line, Number(chosen) - 1);
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const line = lineOf(event.target);
    if (line === null) return;
    const now = Number(line.getAttribute("aria-valuenow")) - 1;
    const last = Number(line.getAttribute("aria-valuemax")) - 1;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, ArrowDown: now - 1, ArrowUp: now + 1,
      PageDown: now - 10, PageUp: now + 10, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(line, to);
  });
})();
`;
