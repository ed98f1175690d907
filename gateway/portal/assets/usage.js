// The dashboard: signs in, asks for the figures with the caller's own rights, and draws them. Nothing is stored.

import { dates, dayLabel, meter, stackedDays } from "./chart.js";

const API = "/api/v2";
const MOST_CLIENTS = 50;
const exact = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
const narrow = matchMedia("(max-width: 40rem)");
const at = (id) => document.getElementById(id);

let token = "";
let shown = null;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  const headers = { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }), ...options.headers };
  const response = await fetch(API + path, { ...options, headers, cache: "no-store" });
  const body = await response.json();
  if (!response.ok) throw new Refused(response.status, body.message ?? `The answer was ${response.status}.`);
  return body;
}

async function signIn(username, password) {
  const body = JSON.stringify({ username, password });
  const answer = await ask("/auth/token", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return answer.data.access_token;
}

function node(name, content = "", className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...(Array.isArray(content) ? content : [content]));
  return made;
}

/** Columns are [title, how to show a row's cell, whether it is a number]; the first one names its row. */
function table(columns, rows, empty) {
  if (rows.length === 0) return node("p", empty, "soft");
  const head = columns.map(([title, , number]) => {
    const cell = node("th", title, number ? "number" : "");
    cell.scope = "col";
    return cell;
  });
  const body = rows.map((row) => {
    const cells = columns.map(([, show, number], index) => {
      const cell = node(index === 0 ? "th" : "td", show(row), number ? "number" : "");
      if (index === 0) cell.scope = "row";
      return cell;
    });
    return node("tr", cells);
  });
  return node("table", [node("thead", node("tr", head)), node("tbody", body)]);
}

async function names(ids) {
  if (ids.length === 0) return new Map();
  const { data } = await ask(`/users?id[in]=${ids.join(",")}&fields=id,username&limit=100`);
  return new Map(data.map((user) => [user.id, user.username]));
}

async function load(days) {
  const clients = `/admin/usage/clients?days=${days}&deprecated_requests[gt]=0&limit=${MOST_CLIENTS}`;
  const [report, page, known] = await Promise.all([
    ask(`/admin/usage?days=${days}`),
    ask(clients),
    fetch("/api/versions").then((answer) => answer.json()),
  ]);
  const usernames = await names(page.data.map((client) => client.id));
  return { report: report.data, clients: page.data, total: page.pagination.total, usernames, versions: known.versions };
}

function classesOf(report, versions) {
  const all = [...new Set([...versions.map((each) => each.version), ...report.versions.map((each) => each.version)])];
  return new Map(all.map((name, index) => [name, `series-${(index % 4) + 1}`]));
}

function showFigures({ report, total }) {
  const sum = (key) => report.versions.reduce((count, each) => count + each[key], 0);
  const requests = sum("requests");
  const figures = {
    Requests: exact.format(requests),
    "On deprecated versions": percent.format(requests ? sum("deprecated_requests") / requests : 0),
    "Clients to move": exact.format(total),
    "Failed (5xx)": percent.format(requests ? sum("failed") / requests : 0),
  };
  at("figures").replaceChildren(
    ...Object.entries(figures).map(([name, value]) => node("div", [node("dt", name), node("dd", value)], "figure")),
  );
}

function drawChart({ report, versions }) {
  const classes = classesOf(report, versions);
  at("legend").replaceChildren(...[...classes].map(([name, style]) => node("li", node("span", name), style)));
  at("chart").replaceChildren(stackedDays(report, classes, narrow.matches));
}

function showTables({ report, clients, total, usernames, versions }) {
  const statuses = new Map(versions.map((each) => [each.version, each]));
  const columns = [...classesOf(report, versions).keys()];
  const counts = new Map(report.days.map((each) => [`${each.date} ${each.version}`, each.requests]));
  const byDay = columns.map((name) => [name, (date) => exact.format(counts.get(`${date} ${name}`) ?? 0), true]);
  at("days-table").replaceChildren(
    table([["Day", dayLabel], ...byDay], dates(report.since, report.until).reverse(), "No days."),
  );
  at("versions-table").replaceChildren(
    table(
      [
        ["Version", (row) => row.version],
        ["Status", (row) => statuses.get(row.version)?.status ?? "–"],
        ["Sunset", (row) => statuses.get(row.version)?.sunset_at?.slice(0, 10) ?? "–"],
        ["Requests", (row) => exact.format(row.requests), true],
        ["Refused", (row) => exact.format(row.refused), true],
        ["Failed", (row) => exact.format(row.failed), true],
        ["Clients", (row) => exact.format(row.clients), true],
        ["Average", (row) => `${row.average_ms.toFixed(1)} ms`, true],
      ],
      report.versions,
      "No requests in these days.",
    ),
  );
  at("clients-note").textContent = total > clients.length ? `The first ${clients.length} of ${exact.format(total)}.` : "";
  at("clients-table").replaceChildren(
    table(
      [
        ["Client", (row) => usernames.get(row.id) ?? node("code", row.id)],
        ["Deprecated share", (row) => [meter(row.deprecated_share), percent.format(row.deprecated_share)]],
        ["Deprecated", (row) => exact.format(row.deprecated_requests), true],
        ["All requests", (row) => exact.format(row.requests), true],
        ["Last seen (UTC)", (row) => moment.format(new Date(row.last_seen)), true],
      ],
      clients,
      "Nobody: every client has moved.",
    ),
  );
  const deprecated = report.operations.filter((each) => statuses.get(each.version)?.status === "deprecated" && each.path);
  at("operations-table").replaceChildren(
    table(
      [
        ["Operation", (row) => node("code", `${row.method} ${row.path}`)],
        ["Version", (row) => row.version],
        ["Requests", (row) => exact.format(row.requests), true],
        ["Clients", (row) => exact.format(row.clients), true],
      ],
      deprecated.slice(0, 20),
      "None.",
    ),
  );
}

async function show() {
  const dashboard = at("dashboard");
  dashboard.setAttribute("aria-busy", "true");
  at("problem").textContent = "";
  try {
    shown = await load(at("days").value);
    showFigures(shown);
    drawChart(shown);
    showTables(shown);
  } finally {
    dashboard.setAttribute("aria-busy", "false");
  }
}

function leave(message = "") {
  token = "";
  shown = null;
  at("dashboard").hidden = true;
  at("sign-in").hidden = false;
  at("sign-in-error").textContent = message;
  at("credentials").username.focus();
}

/** What a refusal means to whoever looks at the page. */
function words(error) {
  if (!(error instanceof Refused)) return "The gateway cannot be reached.";
  return error.status === 403 ? "This account is no admin." : error.message;
}

async function enter(credential) {
  at("sign-in-error").textContent = "";
  try {
    token = await credential();
    await show();
  } catch (error) {
    leave(words(error));
    return;
  }
  at("credentials").reset();
  at("token").reset();
  at("sign-in").hidden = true;
  at("dashboard").hidden = false;
  at("dashboard-title").focus();
}

async function again() {
  try {
    await show();
  } catch (error) {
    if (error.status === 401) leave("The session has ended. Sign in again.");
    else at("problem").textContent = words(error);
  }
}

at("credentials").addEventListener("submit", (event) => {
  event.preventDefault();
  const { username, password } = event.target;
  enter(() => signIn(username.value, password.value));
});
at("token").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = event.target.token.value.trim();
  enter(async () => given);
});
at("days").addEventListener("change", again);
at("refresh").addEventListener("click", again);
at("sign-out").addEventListener("click", () => leave());
narrow.addEventListener("change", () => shown && drawChart(shown));
