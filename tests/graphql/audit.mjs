// Runs the audits of graphql-http against a server: node audit.mjs <folder of node_modules> <url> <token>
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, url, token] = process.argv.slice(2);
const { auditServer } = createRequire(join(modules, 'x.js'))('graphql-http');
const withToken = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${token}`);
  return fetch(input, { ...init, headers });
};
const results = await auditServer({ url, fetchFn: withToken });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
