// A stacked bar for each day, drawn as SVG. Colours come from the style sheet by class.

const SVG = "http://www.w3.org/2000/svg";
const WIDE = { width: 960, height: 300 };
const NARROW = { width: 420, height: 260 };
const EDGE = { top: 12, right: 4, bottom: 28, left: 52 };

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat("en");
const dayName = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });

function element(name, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}

/** What four whole steps lead to, each 1, 2, 3 or 5 times a power of ten. */
function roundTop(highest) {
  const step = Math.max(highest / 4, 1);
  const power = 10 ** Math.floor(Math.log10(step));
  return 4 * power * [1, 2, 3, 5, 10].find((each) => each * power >= step);
}

export function dayLabel(date) {
  return dayName.format(new Date(`${date}T00:00:00Z`));
}

/** Every date from one to another, both included, as YYYY-MM-DD. */
export function dates(since, until) {
  const found = [];
  for (let at = Date.parse(since); at <= Date.parse(until); at += 86_400_000) {
    found.push(new Date(at).toISOString().slice(0, 10));
  }
  return found;
}

/**
 * @param {{since: string, until: string, days: {date: string, version: string, requests: number}[]}} report
 * @param {Map<string, string>} classes the class of each version, bottom of the stack first
 */
export function stackedDays(report, classes, narrow) {
  const { width, height } = narrow ? NARROW : WIDE;
  const counts = new Map(report.days.map((each) => [`${each.date} ${each.version}`, each.requests]));
  const all = dates(report.since, report.until);
  const total = (date) => [...classes.keys()].reduce((sum, name) => sum + (counts.get(`${date} ${name}`) ?? 0), 0);
  const top = roundTop(Math.max(...all.map(total)));
  const inner = { width: width - EDGE.left - EDGE.right, height: height - EDGE.top - EDGE.bottom };
  const y = (value) => EDGE.top + inner.height * (1 - value / top);
  const step = inner.width / all.length;

  const sum = all.reduce((requests, date) => requests + total(date), 0);
  const svg = element("svg", {
    class: "chart",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": `${exact.format(sum)} requests from ${dayLabel(report.since)} to ${dayLabel(report.until)}, at most ${exact.format(Math.max(...all.map(total)))} a day`,
  });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = y(top * share);
    svg.append(element("line", { x1: EDGE.left, x2: width - EDGE.right, y1: at, y2: at }));
    svg.append(element("text", { x: EDGE.left - 8, y: at + 4, "text-anchor": "end" }, compact.format(top * share)));
  }
  const every = Math.ceil(all.length / (narrow ? 4 : 8));
  all.forEach((date, index) => {
    const x = EDGE.left + step * index;
    if ((all.length - 1 - index) % every === 0) {
      const anchor = index === all.length - 1 && all.length > 1 ? "end" : "middle";
      const at = anchor === "end" ? width - EDGE.right : x + step / 2;
      svg.append(element("text", { x: at, y: height - 8, "text-anchor": anchor }, dayLabel(date)));
    }
    let base = 0;
    for (const [name, className] of classes) {
      const requests = counts.get(`${date} ${name}`) ?? 0;
      if (requests === 0) continue;
      const bar = element("rect", {
        class: className,
        x: x + step * 0.12,
        width: Math.max(step * 0.76, 1),
        y: y(base + requests),
        height: Math.max(y(base) - y(base + requests), 0.75),
        rx: Math.min(2, step / 6),
      });
      bar.append(element("title", {}, `${dayLabel(date)}, ${name}: ${exact.format(requests)} requests`));
      svg.append(bar);
      base += requests;
    }
  });
  return svg;
}

/** A small bar that is filled by a share of 0 to 1. */
export function meter(share) {
  const svg = element("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  svg.append(element("rect", { width: 100 * share, height: 10 }));
  const holder = document.createElement("span");
  holder.className = "meter";
  holder.append(svg);
  return holder;
}
