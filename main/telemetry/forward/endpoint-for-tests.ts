import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

export interface TakenRequest {
  path: string
  headers: IncomingHttpHeaders
  /** Unpacked. */
  body: Buffer
}

/** What the endpoint does with the next request. `never`: it takes it and does not answer. */
export type Reply = { status: number; headers?: Record<string, string>; body?: string | Uint8Array } | 'never'

/** A place that telemetry is forwarded to: a real server on a port that stays the same while it is away. */
export interface TestEndpoint {
  url: string
  /** All that came, in the order in which it was answered. */
  taken: TakenRequest[]
  /** Texts of the bodies that were answered with 200. */
  kept(path?: string): string[]
  /** Null: 200 without a body. */
  reply: ((request: TakenRequest) => Reply | null) | null
  /** Nobody listens on the port, and connections are cut. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

export async function openTestEndpoint(): Promise<TestEndpoint> {
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  const good: TakenRequest[] = []
  const endpoint: TestEndpoint = {
    url: `http://127.0.0.1:${port}`,
    taken: [],
    kept: (path = '/v1/logs') => good.filter((one) => one.path === path).map(({ body }) => body.toString()),
    reply: null,
    async goAway() {
      server.closeAllConnections()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
    async comeBack() {
      server = await listen(port)
    },
  }
  return endpoint

  async function listen(wanted: number): Promise<Server> {
    const made = createServer(async (request, response) => {
      const packed = await buffer(request).catch(() => null)
      if (packed === null) return
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(packed) : packed
      const taken = { path: request.url ?? '', headers: request.headers, body }
      endpoint.taken.push(taken)
      const reply = endpoint.reply?.(taken) ?? { status: 200 }
      if (reply === 'never') return
      if (reply.status === 200) good.push(taken)
      response.writeHead(reply.status, reply.headers).end(reply.body)
    })
    made.listen(wanted, '127.0.0.1')
    await once(made, 'listening')
    return made
  }
}
