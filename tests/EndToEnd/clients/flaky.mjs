// A line to a server that fails as lines do: the first request is refused with 503, the second arrives but its answer is lost,
// the third never arrives; everything after passes.
import { createServer } from 'node:http'

export async function flaky(target) {
  const line = { attempts: 0 }
  const server = createServer(async (request, response) => {
    const attempt = ++line.attempts
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    if (attempt === 1) return response.writeHead(503, { 'retry-after': '1' }).end()
    if (attempt === 3) return request.socket.destroy()
    const { host, connection, 'content-length': _, ...headers } = request.headers
    const answer = await fetch(new URL(request.url, target), { method: request.method, headers, body: Buffer.concat(chunks) })
    if (attempt === 2) return request.socket.destroy()
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  line.address = `http://127.0.0.1:${server.address().port}`
  line.close = () => (server.closeAllConnections(), server.close())
  return line
}
