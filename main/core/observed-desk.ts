import { homedir } from 'node:os'
import path from 'node:path'
import type { ObservedSession } from '../../contract/observed.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { RpcParams, RpcResult } from '../../contract/rpc.ts'
import type { Settings } from '../../contract/settings.ts'
import { configDirOf } from '../agents/claude/environment.ts'
import type { HostedNow } from '../discovery/live/match.ts'
import { createObservedSessions } from '../discovery/live/observed-sessions.ts'
import type { SeriesBook } from '../series/book.ts'
import { layeredPolicy } from '../series/policy-layers.ts'
import { sessionState } from '../series/views.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { Store } from '../store/types.ts'
import type { DiscoveryDesk } from './discovery-desk.ts'
import { hintFolders } from './hint-folders.ts'

/** How often the machine is looked at, ms: a registry of small files and the process table, read in some ms. */
const LOOK_MS = 2_000

/** What is read within this time is looked at together, ms. */
const GATHER_MS = 1_000

export interface ObservedDeskParts {
  store: Store
  book: SeriesBook
  env: Record<string, string>
  settings(): Settings
  discovery: Pick<DiscoveryDesk, 'onSessions' | 'handlers'>
  /** What is seen is not what it was. */
  changed(): void
  fault(error: unknown): void
}

export interface ObservedDesk {
  /** As the last look found them. */
  observed(): ObservedSession[]
  /** Looks from now on, every 2 s and when a registry changes. */
  begin(): void
  handlers: Pick<RpcHandlers, 'session.observed' | 'session.adopt'>
  close(): Promise<void>
}

/** Sessions that run beside Baton: seen, told when they change, and taken over when a person says so. */
export function createObservedDesk(parts: ObservedDeskParts): ObservedDesk {
  const { book, env, settings } = parts
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir()
  const sessions = createObservedSessions({
    store: parts.store,
    configDirs: () => [configDirOf(env), path.join(home, '.claude'), ...settings().usage.folders.claude],
    hosted: () => hostedNow(book),
    policy: (project) => layeredPolicy(settings(), project ?? ''),
    now: () => Date.now(),
  })
  let seen: ObservedSession[] = []
  let told = '[]'
  let toldStates = '[]'
  let toldAt = 0
  let timer: NodeJS.Timeout | null = null
  let hints: { close(): void } | null = null
  let looking: Promise<void> | null = null
  let again = false
  let gathering: NodeJS.Timeout | null = null
  let closed = false

  /** One look at a time; a hint that comes during one has another follow. */
  function look(): void {
    again = looking !== null
    if (closed || again) return
    looking = lookOnce()
      .catch(parts.fault)
      .finally(() => {
        looking = null
        if (again) look()
      })
  }

  /** Transcripts are read in many pieces: one look for all of a moment. */
  function soon(): void {
    gathering ??= setTimeout(() => {
      gathering = null
      look()
    }, GATHER_MS).unref()
  }

  async function lookOnce(): Promise<void> {
    const found = settings().usage.discover ? await sessions.board() : []
    const [text, states] = [JSON.stringify(found), JSON.stringify(found.map(standing))]
    if (closed || text === told) return
    seen = found
    // Who works, rests or waits is told at once; figures move with every answer, and are told at the pace of the looks.
    if (states === toldStates && Date.now() - toldAt < LOOK_MS) return
    told = text
    toldStates = states
    toldAt = Date.now()
    parts.changed()
  }

  return {
    observed: () => seen,
    begin() {
      if (timer !== null || closed) return
      parts.discovery.onSessions(soon)
      timer = setInterval(look, LOOK_MS).unref()
      hints = hintFolders(
        [configDirOf(env), path.join(home, '.claude')].map((dir) => path.join(dir, 'sessions')),
        look,
      )
      look()
    },
    handlers: {
      'session.observed': async (query) => success(await sessions.page(query)),
      'session.adopt': async (request) => adopt(request),
    },
    async close() {
      closed = true
      if (timer !== null) clearInterval(timer)
      if (gathering !== null) clearTimeout(gathering)
      hints?.close()
      await looking
    },
  }

  async function adopt(request: RpcParams<'session.adopt'>): Promise<Outcome<RpcResult<'session.adopt'>>> {
    const { sessionId, task, description, flags, end } = request
    let found = await sessions.find(sessionId)
    if (found === null) {
      // It may have been written since the last look at the transcripts, or none was yet.
      await parts.discovery.handlers['scan.look']({})
      found = await sessions.find(sessionId)
    }
    if (found === null) {
      return failure('session-unknown', sessionId, 'no transcript of it was found', 'see `baton sessions`')
    }
    const { session, live } = found
    if (session.agent !== 'claude') {
      const remedy = 'start a series of its own with `baton run`'
      return failure('agent-not-hosted', sessionId, 'Baton hosts sessions of Claude Code alone', remedy)
    }
    if (session.path === null) {
      return failure('session-empty', sessionId, 'nothing was said in it yet', 'start a series with `baton run`')
    }
    if (session.project === null) {
      const remedy = `go on with it by hand: claude --resume ${sessionId}`
      return failure('project-unknown', sessionId, 'its transcript does not tell its folder', remedy)
    }
    const unlisted = live.state !== 'ended' && live.source === 'transcript' ? { pid: live.pid } : null
    const adopted = await book.adopt({
      sessionId,
      project: session.project,
      transcript: session.path,
      // <config>/projects/<folder>/<session>.jsonl
      configDir: path.dirname(path.dirname(path.dirname(session.path))),
      task,
      description,
      flags,
      end,
      unlisted,
      env: request.env ?? env,
    })
    look()
    return adopted.ok ? success({ seriesId: adopted.value.seriesId, afterSeq: adopted.value.afterSeq }) : adopted
  }
}

/** What of a session a person waits for. */
function standing({ sessionId, state, waitingFor, parallel, adopt }: ObservedSession) {
  return [sessionId, state, waitingFor, parallel, adopt.can]
}

function hostedNow(book: SeriesBook): HostedNow[] {
  return book.drivers().flatMap(({ session, state }) => {
    if (session === null) return []
    const { sessionId, mark } = session
    return [{ sessionId, state: sessionState(state), pid: mark.pid, project: state.project }]
  })
}
