// PostGraphile 5 over the schemas users and orders: node postgraphile.mjs <folder of node_modules> <port> <database URL>
// Where JWKS is set it asks for a token, as its manual has it: the statements of a request run in the role of the caller,
// who is in the settings of the session. A token that was good is remembered until it expires. Otherwise all is open.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, port, connectionString] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const { postgraphile } = require('postgraphile');
const { PostGraphileAmberPreset } = require('postgraphile/presets/amber');
const { makeV4Preset } = require('postgraphile/presets/v4');
const { makePgService } = require('postgraphile/adaptors/pg');
const { grafserv } = require('postgraphile/grafserv/node');
const { JWKS, JWT_ISSUER: issuer, JWT_AUDIENCE: audience, ROLE: role } = process.env;
const MOST_REMEMBERED = 10_000;

async function callersFrom(url) {
  const { createLocalJWKSet, jwtVerify } = await import(require.resolve('jose'));
  const keys = createLocalJWKSet(await (await fetch(url)).json());
  const known = new Map();
  return async ({ node }) => {
    const token = (node.req.headers.authorization ?? '').replace(/^Bearer /, '');
    let claims = known.get(token);
    if (!claims || claims.exp * 1000 < Date.now()) {
      ({ payload: claims } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['EdDSA'] }));
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(token, claims);
    }
    return { pgSettings: { role, 'jwt.claims.sub': claims.sub, 'jwt.claims.role': claims.role } };
  };
}

// Both schemas have tables of the same names, for idempotency keys and secrets.
const bySchema = {
  name: 'BySchema',
  version: '1.0.0',
  inflection: {
    replace: {
      _schemaPrefix(previous, options, { pgNamespace }) {
        return pgNamespace.nspname === 'users' ? '' : 'shop_';
      },
    },
  },
};

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset, makeV4Preset({ simpleCollections: 'omit' })],
  plugins: [bySchema],
  pgServices: [makePgService({ connectionString, schemas: ['users', 'orders'], poolConfig: { max: 10 } })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false, ...(JWKS ? { context: await callersFrom(JWKS) } : {}) },
  gather: { pgStrictFunctions: true },
});
const server = createServer();
const serv = pgl.createServ(grafserv);
await pgl.getSchema();
await serv.addTo(server);
const [handle] = server.listeners('request');
server.removeAllListeners('request');
server.on('request', (request, response) => {
  if (request.url === '/readyz') return response.writeHead(200).end('{"status":"ready"}');
  return handle(request, response);
});
server.listen(Number(port), '127.0.0.1');
