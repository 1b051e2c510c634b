import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode } from '../otlp/decode.ts'
import { codexTelemetry } from './codex/telemetry.ts'
import { codexTranscripts } from './codex/transcripts.ts'
import { geminiTelemetry } from './gemini/telemetry.ts'
import { geminiTranscripts } from './gemini/transcripts.ts'
import type { AgentTelemetry } from './telemetry.ts'
import { readWhole } from './transcripts-for-tests.ts'
import type { AgentTranscripts } from './transcripts.ts'

/** How far the store lets two tellings of one response be apart. */
const APART_MS = 60_000
const CODEX = join(import.meta.dirname, 'codex/fixtures/rollouts/0.169.0-fast-subagent')
const GEMINI = join(import.meta.dirname, 'gemini/fixtures/home')

/** Transcript and telemetry of the same run, recorded from the real CLI. */
describe.each([
  ['codex', codexTelemetry, codexTranscripts, join(CODEX, 'told.json'), CODEX, '*.jsonl'],
  ['gemini', geminiTelemetry, geminiTranscripts, join(GEMINI, 'told.json'), join(GEMINI, 'tmp'), 'subagent/**/*.jsonl'],
] as const)('%s', (_, telemetry, transcripts, told, root, files) => {
  it('names the same session, model and tokens in both, so that each response is found in the other', () => {
    const inTelemetry = toldIn(telemetry, told)
    const written = writtenIn(transcripts, root, files)
    // The router's requests are in no transcript.
    const found = inTelemetry.filter(({ querySource }) => !querySource.startsWith('utility'))
    expect(found.map(likeness)).toEqual(written.map(likeness))
    expect(found.length).toBeGreaterThan(2)
    for (const [index, one] of found.entries())
      expect(Math.abs(one.at - (written[index]?.at ?? 0))).toBeLessThan(APART_MS)
  })
})

interface Like {
  session: string | null
  model: string
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  at: number
}

function toldIn(telemetry: AgentTelemetry, path: string): (Like & { querySource: string })[] {
  const decoded = decode('logs', 'json', readFileSync(path))
  if (!decoded.ok) throw new Error(decoded.why)
  return decoded.value.groups
    .flatMap(({ resource, points }) =>
      points.flatMap((point) => {
        const request = point.kind === 'log' ? telemetry.log(point).request : null
        if (point.kind !== 'log' || request === null) return []
        const { cacheWrite5m, cacheWrite1h, ...tokens } = request.tokens
        const session = telemetry.session(point.attributes, resource)
        const at = Number((point.time === 0n ? point.observed : point.time) / 1_000_000n)
        const { model, querySource } = request
        return [{ session, model, ...tokens, cacheWrite: cacheWrite5m + cacheWrite1h, at, querySource }]
      }),
    )
    .toSorted(inOrder)
}

function writtenIn(transcripts: AgentTranscripts, root: string, files: string): Like[] {
  return globSync(join(root, files))
    .flatMap((path) => [...readWhole(transcripts, path, root).requests.values()])
    .map(({ cacheWrite5m, cacheWrite1h, ...one }) => ({ ...one, cacheWrite: cacheWrite5m + cacheWrite1h }))
    .toSorted(inOrder)
}

function inOrder(one: Like, other: Like): number {
  return `${one.session} ${one.input} ${one.output}`.localeCompare(`${other.session} ${other.input} ${other.output}`)
}

function likeness({ session, model, input, output, cacheRead, cacheWrite }: Like): unknown {
  return { session, model, input, output, cacheRead, cacheWrite }
}
