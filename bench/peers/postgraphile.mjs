// PostGraphile 5 over the schemas users and orders: node postgraphile.mjs <folder of node_modules> <port> <database URL>
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
  grafast: { explain: false },
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
