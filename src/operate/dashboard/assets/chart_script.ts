/** The script that draws charts with uPlot out of the page's own table of values. */
export const chartScript: string = String.raw`
(() => {
  if (!window.uPlot) return;
  const shade = (name) => {
    // A custom property holds light-dark() as written: an element's colour resolves it.
    const probe = document.createElement("i");
    probe.style.color = "var(" + name + ")";
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  const charts = [];
  const draw = (place) => {
    const { values, names, time, unit } = JSON.parse(place.dataset.chart);
    const looks = [{ stroke: shade("--main"), width: 2 }, { stroke: shade("--odd"), width: 1.5, dash: [5, 3] }];
    const grid = { stroke: shade("--line"), width: 1 };
    const axis = { stroke: shade("--soft"), grid, ticks: grid, font: "11px " + getComputedStyle(document.body).fontFamily };
    const years = [0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50].map((count) => count * 365)
      .filter((days, i, all) => i === 0 || days - all[i - 1] >= values[0].at(-1) / 25);
    const ages = (_, ticks) => ticks.map((days) => days >= 365 ? Math.round(days / 36.5) / 10 + " y" : days + " d");
    const options = {
      width: place.clientWidth, height: 300, legend: { live: true }, cursor: { drag: { x: true, y: false } },
      scales: { x: { time } },
      axes: [time ? axis : { ...axis, values: ages, splits: () => years }, { ...axis, size: 64, label: unit, labelSize: 18, labelFont: axis.font }],
      series: [time ? { label: "period", value: "{YYYY}-{MM}-{DD}" } : { label: "days" },
        ...names.map((label, i) => ({ label, spanGaps: true, points: { show: values[0].length < 60 }, ...looks[i % 2],
          value: (_, v) => v === null ? "–" : v.toLocaleString("en-US", { maximumFractionDigits: 4 }) }))],
    };
    place.textContent = "";
    return { place, chart: new uPlot(options, values, place) };
  };
  const all = () => {
    for (const { chart } of charts.splice(0)) chart.destroy();
    for (const place of document.querySelectorAll("[data-chart]")) charts.push(draw(place));
  };
  all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  let timer = 0;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const { place, chart } of charts) chart.setSize({ width: place.clientWidth, height: 300 });
    }, 100);
  });
})();
`;
