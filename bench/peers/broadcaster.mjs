// The seed's broadcaster, mended until it runs: node broadcaster.mjs <folder of node_modules> <port> <database URL>
// One LISTEN connection; for each change and each subscription a filter, a JSON.stringify and a send.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, port, connectionString] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const { WebSocketServer, WebSocket } = require('ws');
const { Client } = require('pg');

const subscriptions = new Map();
let next = 1;

function matchesFilter(data, filter) {
  for (const [key, value] of Object.entries(filter)) if (data[key] !== value) return false;
  return true;
}

const listener = new Client({ connectionString });
await listener.connect();
listener.on('notification', ({ payload }) => {
  const { table, operation, data, timestamp } = JSON.parse(payload);
  for (const [subscriptionId, { ws, id, channel, filter }] of subscriptions) {
    if (channel !== table || !matchesFilter(data, filter) || ws.readyState !== WebSocket.OPEN) continue;
    ws.send(JSON.stringify({ type: 'data', id, subscriptionId, payload: { event: operation, data, timestamp } }));
  }
});
await listener.query('LISTEN bench_changes');

const server = createServer((request, response) => response.end('ready'));
const sockets = new WebSocketServer({ server });
sockets.on('connection', (ws) => {
  const subscriptionId = `sub_${next++}`;
  ws.on('message', (raw) => {
    const { id, payload } = JSON.parse(raw);
    subscriptions.set(subscriptionId, { ws, id, channel: payload.channel, filter: payload.filter ?? {} });
    ws.send(JSON.stringify({ type: 'ack', id, payload: { subscriptionId, status: 'active' } }));
  });
  ws.on('close', () => subscriptions.delete(subscriptionId));
});
server.listen(Number(port), '127.0.0.1');
