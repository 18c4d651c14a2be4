// What stands in front of several nodes: round robin over those whose /health/ready is 200. A request is sent once; only a refused connection is tried elsewhere.
import http from 'node:http';

export function startProxy(addresses) {
  const nodes = addresses.map(address => ({ address, ready: false })), agent = new http.Agent({ keepAlive: false });
  let turn = 0;
  const poll = setInterval(() => nodes.forEach(async node => {
    const answer = await fetch(`${node.address}/health/ready`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    await answer?.body?.cancel();
    node.ready = answer?.status === 200;
  }), 100);

  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const ready = nodes.filter(n => n.ready), first = turn++;
    const attempt = n => {
      if (n === ready.length) return response.writeHead(503, { 'retry-after': '1' }).end();
      const node = ready[(first + n) % ready.length], to = new URL(node.address);
      const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress, 'x-forwarded-proto': 'http' };
      const passed = http.request({ host: to.hostname, port: to.port, path: request.url, method: request.method, headers, agent }, answer => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', error => {
        if (error.code === 'ECONNREFUSED') { node.ready = false; attempt(n + 1); }
        else if (response.headersSent) response.destroy();
        else response.writeHead(502).end();
      });
      passed.end(Buffer.concat(chunks));
    };
    attempt(0);
  });
  return new Promise(done => server.listen(0, '127.0.0.1', () => done({
    address: `http://127.0.0.1:${server.address().port}`,
    ready: () => nodes.filter(n => n.ready).length,
    stop: () => { clearInterval(poll); server.closeAllConnections(); server.close(); },
  })));
}
