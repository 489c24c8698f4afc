/**
 * The script that replaces what changed. It keeps the focus, what is unfolded and what is scrolled,
 * listens only while the page is seen, and turns instants into ages.
 */
export const liveScript: string = String.raw`
(() => {
  const feed = document.getElementById("feed");
  const words = { off: "", live: "live", waiting: "connecting", lost: "not connected" };
  const say = (state) => {
    if (feed.dataset.state === state) return;
    feed.dataset.state = state;
    feed.querySelector(".word").textContent = words[state];
  };

  const units = [[31557600, "year"], [86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const ages = (root) => {
    for (const tag of root.querySelectorAll("time[datetime]")) {
      const seconds = (Date.parse(tag.dateTime) - Date.now()) / 1000;
      const [size, unit] = units.find(([size]) => Math.abs(seconds) >= size * 1.5) || [1, "second"];
      // What is long ago or far off is better told by its day.
      const text = Math.abs(seconds) > 40 * 86400 ? tag.dateTime.slice(0, 10)
        : format.format(Math.round(seconds / size), unit);
      if (tag.textContent !== text) tag.textContent = text;
    }
  };
  ages(document);
  setInterval(() => { if (!document.hidden) ages(document); }, 5000);

  const focusable = "a[href], button, input, summary, [tabindex]";
  const replace = (id, html) => {
    const place = document.getElementById("live-" + id);
    if (place === null) return;
    const active = place.contains(document.activeElement) ? document.activeElement : null;
    const at = active === null ? -1 : [...place.querySelectorAll(focusable)].indexOf(active);
    const open = [...place.querySelectorAll("details[open][id]")].map((one) => one.id);
    const scrolled = [...place.querySelectorAll(".wide")].map((one) => one.scrollLeft);
    const chosen = active === null ? null : active.getAttribute("aria-valuenow");
    place.innerHTML = html;
    for (const one of open) document.getElementById(one)?.setAttribute("open", "");
    place.querySelectorAll(".wide").forEach((one, i) => { one.scrollLeft = scrolled[i] || 0; });
    ages(place);
    document.dispatchEvent(new CustomEvent("strata:replaced", { detail: { place } }));
    if (active === null) return;
    const again = (active.id && document.getElementById(active.id)) ||
      place.querySelectorAll(focusable)[at];
    if (!again) return;
    if (chosen !== null) again.dataset.chosen = chosen;
    again.focus({ preventScroll: true });
  };

  const url = document.body.dataset.liveUrl;
  if (!url || !window.EventSource) return;
  let [source, timer, mark] = [null, 0, ""];
  const close = () => {
    clearTimeout(timer);
    if (source !== null) source.close();
    source = null;
  };
  const open = () => {
    close();
    if (document.hidden) return;
    say("waiting");
    const from = new URL(url, location.href);
    if (mark !== "") from.searchParams.set("mark", mark);
    source = new EventSource(from);
    source.onopen = () => say("live");
    source.onmessage = ({ data, lastEventId }) => {
      mark = lastEventId;
      for (const [id, html] of Object.entries(JSON.parse(data))) replace(id, html);
    };
    source.onerror = () => {
      say("lost");
      // A stream that was refused is not tried again by the browser.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 5000);
    };
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  addEventListener("pagehide", close);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) open(); });
  open();
})();
`;
