import type { RecordedRequest } from '../../assets/scripted-model/server.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { ReplyUsage } from '../../assets/scripted-model/reply.ts'
import type { Play } from './play.ts'

/** What the model was asked by a session's own thread, in order. */
export function mainRequests({ model }: Play, sessionId?: string): RecordedRequest[] {
  return model
    .requests()
    .filter((request) => request.kind === 'main' && (sessionId === undefined || request.sessionId === sessionId))
}

export function subagentRequests({ model }: Play, sessionId?: string): RecordedRequest[] {
  return model
    .requests()
    .filter((request) => request.kind === 'subagent' && (sessionId === undefined || request.sessionId === sessionId))
}

/** The context that a response stands for. */
export function contextOf(usage: ReplyUsage | null): number {
  return usage === null ? 0 : usage.input + usage.cacheRead + usage.cacheCreation
}

/** The sum of what the model said it used. Its cache writes are told without a split: they count as 5 minutes. */
export function tokensOf(requests: readonly RecordedRequest[]): TokenCounts {
  const sum = (part: keyof ReplyUsage): number => requests.reduce((total, { usage }) => total + (usage?.[part] ?? 0), 0)
  return {
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite5m: sum('cacheCreation'),
    cacheWrite1h: 0,
  }
}

/** What was put to a session as a prompt after the one that it was started with: by Baton's typing or by a person. */
export function laterPrompts(play: Play, sessionId: string): string[] {
  const entries = mainRequests(play, sessionId).at(-1)?.conversation?.entries ?? []
  const begun = entries.findIndex((entry) => entry.kind === 'reply-end')
  return entries.slice(Math.max(0, begun)).flatMap((entry) => (entry.kind === 'prompt' ? [entry.text] : []))
}

/** The system prompt and messages of a session's first request. */
export function firstWords(play: Play, sessionId: string): string {
  return JSON.stringify(mainRequests(play, sessionId)[0]?.body ?? null)
}
