// Other emulators, to compare with. None of them is a dependency: npm ones are fetched when asked
// for, and moto is used where Python has it.
import { createServer } from 'node:net';
import { join } from 'node:path';
import { HttpConnection } from '../harness/http-connection.mjs';
import { startProcess, stopProcess, temporaryFolder } from '../harness/processes.mjs';
import { waitFor } from '../harness/wait.mjs';
import { fetchPackage, hasPythonModule } from './fetch.mjs';

const NODE = process.execPath;

/** How each is started: as it comes, which is in memory, and without logging. */
const PEERS = [
  {
    name: 'kinesalite',
    version: '3.3.3',
    services: ['kinesis'],
    command: ({ port, at }) => [NODE, join(at, 'cli.js'), '--port', port],
  },
  {
    name: 'kinesis-local',
    version: '0.6.2',
    services: ['kinesis'],
    command: ({ at }) => [NODE, join(at, 'main.js')],
    environment: ({ port, otherPort }) => ({
      KINESIS_MOCK_PLAIN_PORT: port,
      KINESIS_MOCK_TLS_PORT: otherPort,
      LOG_LEVEL: 'ERROR',
    }),
  },
  {
    name: 'fauxqs',
    // npm takes the newest one that runs on this Node.js; newer ones need node:sqlite.
    version: '*',
    services: ['sqs'],
    // Its own command cannot be told not to log.
    command: ({ port }) => {
      const start = `const { startFauxqs } = await import('fauxqs');
        await startFauxqs({ port: ${port}, logger: false });`;
      return [NODE, '--input-type=module', '-e', start];
    },
  },
  {
    name: 'moto',
    isPython: true,
    services: ['kinesis', 'sqs'],
    command: ({ port }) => ['python3', '-m', 'moto.server', '-H', '127.0.0.1', '-p', port],
  },
];

/** The peers that can be had; `missing` is called with the name of each that cannot. */
export function findPeers({ missing }) {
  const folder = temporaryFolder();
  return PEERS.flatMap((peer) => {
    const at = peer.isPython
      ? hasPythonModule('moto.server') && folder
      : fetchPackage(folder, peer);
    if (!at) missing(peer.name);
    return at ? [{ ...peer, start: () => start(peer, at) }] : [];
  });
}

async function start({ name, command, environment }, at) {
  const [port, otherPort] = [await freePort(), await freePort()];
  const place = { port: String(port), otherPort: String(otherPort), at };
  const [program, ...args] = command(place);
  const child = startProcess(program, args, {
    cwd: at,
    stdio: 'ignore',
    env: { ...process.env, ...environment?.(place) },
  });
  const accepts = async () => {
    if (child.exitCode !== null) throw new Error(`${name} did not start.`);
    const connection = new HttpConnection(port);
    try {
      await connection.send(Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
      return true;
    } catch {
      return undefined;
    } finally {
      connection.close();
    }
  };
  await waitFor(name, accepts, { everyMs: 50 });
  /** It stands still outside of `act`, so that it takes nothing from the others. */
  const awake = async (act) => {
    child.kill('SIGCONT');
    try {
      return await act();
    } finally {
      child.kill('SIGSTOP');
    }
  };
  return { port, isPeer: true, awake, stop: () => stopProcess(child, 'SIGKILL') };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
