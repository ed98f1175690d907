// The console: signs in, follows a channel over a WebSocket, and resumes where it stood. Nothing is stored.

const MOST_ROWS = 200;
const RETRY = 1000;
const at = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat("en", { timeStyle: "medium", timeZone: "UTC" });

let token = "";
let wish = null;
let resume = null;
let seen = new Set();
let socket = null;
let plugged = false;

async function signIn(username, password) {
  const response = await fetch("/api/v3/auth/token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
    cache: "no-store",
  });
  const body = await response.json();
  if (!response.ok) throw new Error(body.message ?? `The answer was ${response.status}.`);
  return body.data.access_token;
}

function say(state) {
  at("state").textContent = state;
  at("state").className = state === "live" ? "tag active" : "tag";
  at("plug").textContent = plugged ? "Pull the plug" : "Plug in";
  at("plug").disabled = wish === null;
}

function show(name, moment, row, key) {
  if (key !== undefined) {
    // What came twice over a resume is the same change.
    if (seen.has(key)) return;
    seen.add(key);
    resume = key;
    at("count").textContent = String(seen.size);
    at("resume").textContent = key;
  }
  const line = document.createElement("tr");
  const kind = document.createElement("th");
  kind.scope = "row";
  kind.textContent = name;
  const when = document.createElement("td");
  when.textContent = moment ? clock.format(new Date(moment)) : "";
  const data = document.createElement("td");
  const code = document.createElement("code");
  code.textContent = typeof row === "string" ? row : JSON.stringify(row);
  data.append(code);
  line.append(kind, when, data);
  const table = at("changes");
  table.prepend(line);
  while (table.rows.length > MOST_ROWS) table.deleteRow(-1);
}

const hear = {
  auth(message) {
    if (!message.payload.success) at("problem").textContent = message.payload.message;
  },
  ack(message) {
    resume ??= message.payload.resume;
    say("live");
  },
  data({ payload }) {
    show(payload.event, payload.timestamp, payload.data, payload.resume);
  },
  gap({ payload }) {
    show("gap", "", `${payload.reason}: read the rows again`, payload.resume);
  },
  error({ payload }) {
    at("problem").textContent = [payload.message, ...payload.details.map((each) => each.message)].join(" ");
    unplug();
  },
};

function plugIn() {
  plugged = true;
  say("connecting");
  const here = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v3/ws`);
  socket = here;
  here.onopen = () => {
    here.send(JSON.stringify({ type: "auth", id: "auth", payload: { token } }));
    const payload = resume === null ? wish : { ...wish, since: resume };
    here.send(JSON.stringify({ type: "subscribe", id: "console", payload }));
  };
  here.onmessage = ({ data }) => {
    if (here !== socket) return;
    const message = JSON.parse(data);
    hear[message.type]?.(message);
  };
  here.onclose = ({ code, reason }) => {
    if (here !== socket) return;
    say(plugged ? `lost (${code})` : "unplugged");
    if (code === 4401 || code === 4403) at("problem").textContent = reason || "Sign in again.";
    else if (plugged) setTimeout(() => here === socket && plugged && plugIn(), RETRY);
  };
}

function unplug() {
  plugged = false;
  socket?.close();
  say("unplugged");
}

at("credentials").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  at("sign-in-error").textContent = "";
  try {
    token = await signIn(form.elements.username.value, form.elements.password.value);
    form.reset();
    at("sign-in").hidden = true;
    at("console").hidden = false;
    at("console-title").focus();
  } catch (error) {
    at("sign-in-error").textContent = error.message;
  }
});

at("wish").addEventListener("submit", (event) => {
  event.preventDefault();
  const { channel, filter } = event.target.elements;
  const old = socket;
  socket = null;
  old?.close();
  wish = { channel: channel.value, ...(filter.value.trim() && { filter: filter.value.trim() }) };
  resume = null;
  seen = new Set();
  at("count").textContent = "0";
  at("resume").textContent = "the beginning";
  at("problem").textContent = "";
  at("changes").replaceChildren();
  plugIn();
});

at("plug").addEventListener("click", () => (plugged ? unplug() : plugIn()));
