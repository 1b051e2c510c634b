import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { vi } from 'vitest'
import { WebSocket } from 'ws'

/** Waits for a fact; long enough for a loaded machine. */
export function eventually<T>(check: () => T | Promise<T>, timeout = 4_000): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 5 })
}

export interface Answer {
  status: number
  body: string
  headers: IncomingHttpHeaders
}

/** One raw request, on its own connection. */
export function ask(
  url: string,
  {
    method = 'POST',
    headers = {},
    body = '{}',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          headers: response.headers,
        }),
      )
      response.on('error', reject)
    })
    asking.on('error', reject)
    asking.end(method === 'POST' ? body : undefined)
  })
}

/** Sends bytes and gives all that came until the server closed the connection. */
export function rawExchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')))
    socket.on('error', reject)
  })
}

/** HTTP status of an upgrade that is refused; 101 for one that is let in. */
export function upgradeStatus(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
      socket.terminate()
    })
    socket.on('error', (error) => socket.readyState === WebSocket.CONNECTING && reject(error))
  })
}
