// The floor: what Node.js itself costs for such a request and such an answer, and nothing more.
import { createServer } from 'node:http';

process.once('message', (answers) => {
  const bytes = new Map(Object.entries(answers).map(([key, body]) => [key, Buffer.from(body)]));
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      if (JSON.parse(body.toString()) === undefined) throw new Error('No JSON came.');
      const answer = bytes.get(request.headers['x-amz-target'] ?? '') ?? bytes.get('');
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': answer.length,
      });
      response.end(answer);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
});
