import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

const Hook = z.object({ hook_event_name: z.string(), session_id: z.string(), cwd: z.string() })

/** One side of a handover bench, told by its project folder. */
export interface Side {
  /** Lets the session that is held go on to work and hand over: ms from its last `Stop` to its follower's first prompt. */
  handover(): Promise<number>
  /** The first session's first prompt has arrived and is held. */
  ready: Promise<void>
}

/**
 * A server for two hooks in the user's own settings, which every session gets whoever starts it: it notes their arrival and holds
 * each session's first prompt until its side has its turn, so that the other side is measured alone.
 */
export interface HookObserver {
  url: string
  side(project: string): Side
  close(): Promise<void>
}

interface Held {
  at: number
  release(): void
}

/** A session that says nothing for so long hands nothing over, ms. */
const PATIENCE_MS = 120_000

export async function startHookObserver(): Promise<HookObserver> {
  const projects = new Map<string, { hear(event: string, session: string, at: number): Promise<void> }>()

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now()
    const hook = Hook.parse(await json(request))
    await projects.get(hook.cwd)?.hear(hook.hook_event_name, hook.session_id, at)
    response.end('{}')
  }
  const server = createServer((request, response) => void receive(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    side(project) {
      const seen = new Set<string>()
      const arrived: Held[] = []
      const awaited: ((held: Held) => void)[] = []
      let lastStop = Number.NaN
      const next = (): Promise<Held> => {
        const held = arrived.shift()
        if (held !== undefined) return Promise.resolve(held)
        const late = new Error(`no session of ${project} submitted its first prompt within ${PATIENCE_MS / 1000} s`)
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(late), PATIENCE_MS)
          awaited.push((held) => {
            clearTimeout(timer)
            resolve(held)
          })
        })
      }
      projects.set(project, {
        hear(event, session, at) {
          if (event === 'Stop') lastStop = at
          if (event !== 'UserPromptSubmit' || seen.has(session)) return Promise.resolve()
          seen.add(session)
          return new Promise((release) => {
            const taker = awaited.shift()
            const held = { at, release }
            if (taker === undefined) arrived.push(held)
            else taker(held)
          })
        },
      })
      let current = next()
      return {
        ready: current.then(() => undefined),
        async handover() {
          const held = await current
          current = next()
          held.release()
          const follower = await current
          return follower.at - lastStop
        },
      }
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The `hooks` of a settings file that sends the two to the observer; the CLI waits for an answer as long as a side is held. */
export function observedHooks(url: string): object {
  const entry = [{ hooks: [{ type: 'http', url, timeout: 600 }] }]
  return { UserPromptSubmit: entry, Stop: entry }
}
