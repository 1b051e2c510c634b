import { WebSocket } from 'ws'
import type { Role } from '../../contract/access.ts'
import type { Grants } from './grants.ts'
import type { RunningServer } from './server.ts'
import { ask } from './test-request.ts'
import type { Answer } from './test-request.ts'

/** What a page of that server sends with `fetch`. */
export function pageHeaders(server: RunningServer): Record<string, string> {
  return { origin: server.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
}

export function exchange(server: RunningServer, code: string, headers: Record<string, string> = {}): Promise<Answer> {
  const body = JSON.stringify({ code })
  return ask(`${server.url}/auth/exchange`, { headers: { ...pageHeaders(server), ...headers }, body })
}

/** Lets a browser in; gives its `Cookie` header. */
export async function cookieOf(server: RunningServer, grants: Grants, role: Role): Promise<string> {
  const answer = await exchange(server, grants.createCode(role), { 'user-agent': 'Firefox/145.0' })
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(answer.body)
  return cookie
}

export function socketUrl(server: RunningServer): string {
  return `${server.url.replace('http', 'ws')}/ws`
}

/** An open websocket of a page. */
export async function pageSocket(server: RunningServer, cookie: string) {
  const socket = new WebSocket(socketUrl(server), { headers: { cookie, origin: server.url } })
  const messages: { type: string; [field: string]: unknown }[] = []
  socket.on('message', (data: Buffer, binary) => {
    if (!binary) messages.push(JSON.parse(data.toString('utf8')))
  })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { socket, messages, closed, say: (message: object) => socket.send(JSON.stringify(message)) }
}
