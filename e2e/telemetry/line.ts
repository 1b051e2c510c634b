import { once } from 'node:events'
import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** The way between two machines: what goes through is seen, and it can be cut in the midst of a request, and mended. */
export interface Line {
  url: string
  cut(): Promise<void>
  mend(): Promise<void>
  /** Bodies that set out, unpacked. */
  seen: Buffer[]
}

export async function openLine(to: string): Promise<Line> {
  const far = new URL(to)
  const seen: Buffer[] = []
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  onTestFinished(cut)
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    async mend() {
      server = await listen(port)
    },
    seen,
  }

  async function listen(wanted: number): Promise<Server> {
    const made = createServer((near, back) => {
      void buffer(near).then((body) => {
        seen.push(gunzipSync(body))
        const { method, url: path, headers } = near
        // The far end answers to its own name alone.
        const own = { ...headers, host: far.host }
        const beyond = ask({ host: far.hostname, port: far.port, method, path, headers: own })
        beyond.on('response', (answer) => {
          back.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(back)
        })
        beyond.on('error', () => back.destroy())
        return beyond.end(body)
      }, ignoreCut)
    })
    made.listen(wanted, '127.0.0.1')
    await once(made, 'listening')
    return made
  }
}

/** A request that was cut off has no body. */
function ignoreCut(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ECONNRESET') throw error
}
