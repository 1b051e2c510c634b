import { mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Problem } from '../../../contract/problem.ts'
import { parseStatusLine, watchStatusLine, type StatusLineReading, type StatusLineWatch } from './status-line.ts'

const usage = {
  input_tokens: 3,
  output_tokens: 57,
  cache_creation_input_tokens: 1000,
  cache_read_input_tokens: 25_000,
}

function statusLine(changes: Record<string, unknown> = {}, current_usage: unknown = usage): string {
  return JSON.stringify({
    session_id: 's1',
    prompt_id: 'p1',
    model: { id: 'claude-opus-5-5', display_name: 'Opus 5.5' },
    version: '2.1.330',
    cost: { total_cost_usd: 0.0259, total_duration_ms: 7140 },
    context_window: { context_window_size: 1_000_000, current_usage, used_percentage: current_usage ? 3 : null },
    ...changes,
  })
}

describe('parseStatusLine', () => {
  it('counts the context from the tokens, not the rounded percentage', () => {
    expect(parseStatusLine(statusLine(), 5)).toEqual({
      sessionId: 's1',
      context: {
        sessionId: 's1',
        source: 'statusline',
        used: 26_003,
        window: 1_000_000,
        model: 'claude-opus-5-5',
        promptId: 'p1',
        messageId: null,
        at: 5,
      },
      cost: { sessionId: 's1', source: 'statusline', totalUsd: 0.0259, at: 5 },
      model: 'claude-opus-5-5',
      version: '2.1.330',
      rateLimitResetsAt: null,
      limits: [],
    })
  })

  it('knows no context before the first response and after a compaction', () => {
    const reading = parseStatusLine(statusLine({ prompt_id: undefined }, null))
    expect(reading?.context).toMatchObject({ used: null, window: 1_000_000, promptId: null })
    const zeros = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
    expect(parseStatusLine(statusLine({}, zeros))?.context.used).toBeNull()
  })

  it('gives the reset of the limit that is fullest, in milliseconds', () => {
    const limits = (five: number, seven: number): string =>
      statusLine({
        rate_limits: {
          five_hour: { used_percentage: five, resets_at: 1_795_340_000 },
          seven_day: { used_percentage: seven, resets_at: '2026-11-28T00:00:00Z' },
        },
      })
    expect(parseStatusLine(limits(100, 60))?.rateLimitResetsAt).toBe(1_795_340_000_000)
    expect(parseStatusLine(limits(20, 100))?.rateLimitResetsAt).toBe(Date.UTC(2026, 10, 28))
    expect(parseStatusLine(limits(100, 100))?.rateLimitResetsAt).toBe(Date.UTC(2026, 10, 28))
  })

  it('gives every limit of the plan as the agent tells it, and invents none', () => {
    const rate_limits = {
      five_hour: { used_percentage: 42.5, resets_at: 1_795_340_000 },
      seven_day: { used_percentage: 7, resets_at: '2026-11-28T00:00:00Z' },
      seven_day_opus: { used_percentage: 90 },
      other: null,
      broken: { used: 3 },
    }
    const told = { agent: 'claude', source: 'statusline', at: '1970-01-01T00:00:00.005Z' }
    expect(parseStatusLine(statusLine({ rate_limits }), 5)?.limits).toEqual([
      { ...told, name: 'five_hour', windowMinutes: 300, usedPercent: 42.5, resetsAt: '2026-11-22T09:33:20.000Z' },
      { ...told, name: 'seven_day', windowMinutes: 10_080, usedPercent: 7, resetsAt: '2026-11-28T00:00:00.000Z' },
      { ...told, name: 'seven_day_opus', windowMinutes: null, usedPercent: 90, resetsAt: null },
    ])
  })

  it('does not need the rate limits to measure', () => {
    for (const rate_limits of [
      null,
      5,
      {},
      { five_hour: { used_percentage: 3 } },
      { five_hour: null },
      { five_hour: 'x' },
    ]) {
      const reading = parseStatusLine(statusLine({ rate_limits }))
      expect(reading).toMatchObject({ context: { used: 26_003 }, rateLimitResetsAt: null })
    }
  })

  it('refuses what is something else', () => {
    for (const text of ['', '{', 'null', '{}', statusLine().slice(0, -5), statusLine({ context_window: {} })]) {
      expect(parseStatusLine(text)).toBeNull()
    }
  })
})

describe('watchStatusLine', () => {
  const open: StatusLineWatch[] = []
  afterEach(() => open.splice(0).forEach((watch) => watch.close()))

  function lab() {
    const file = join(mkdtempSync(join(tmpdir(), 'baton-statusline-')), 'status.json')
    const readings: StatusLineReading[] = []
    const problems: Problem[] = []
    const watch = watchStatusLine(
      file,
      (reading) => readings.push(reading),
      (problem) => problems.push(problem),
    )
    open.push(watch)
    const write = (text: string): void => {
      writeFileSync(`${file}.tmp`, text)
      renameSync(`${file}.tmp`, file)
    }
    return { watch, write, readings, problems }
  }

  const written = (id: string): string => statusLine({ prompt_id: id })
  const prompts = (readings: StatusLineReading[]) => readings.map((reading) => reading.context.promptId)

  it('gives each state of the file once', async () => {
    const { watch, write, readings } = lab()
    await watch.poke()
    write(written('p1'))
    await watch.poke()
    await watch.poke()
    expect(prompts(readings)).toEqual(['p1'])
    expect(Math.abs(Date.now() - (readings[0]?.context.at ?? 0))).toBeLessThan(60_000)
    write(written('p2'))
    await watch.poke()
    expect(prompts(readings)).toEqual(['p1', 'p2'])
  })

  it('sees by itself that the file was replaced', async () => {
    const { watch, write, readings } = lab()
    await watch.poke()
    write(written('p1'))
    await vi.waitFor(() => expect(prompts(readings)).toEqual(['p1']), { timeout: 5000, interval: 5 })
    write(written('p2'))
    await vi.waitFor(() => expect(prompts(readings)).toEqual(['p1', 'p2']), { timeout: 5000, interval: 5 })
  })

  it('says once that it does not understand, and goes on', async () => {
    const { watch, write, readings, problems } = lab()
    for (const text of ['{}', '{"a":1}', written('p1')]) {
      write(text)
      await watch.poke()
    }
    expect(problems.map((problem) => problem.code)).toEqual(['status-line-unknown'])
    expect(prompts(readings)).toEqual(['p1'])
  })

  it('gives nothing once closed', async () => {
    const { watch, write, readings } = lab()
    watch.close()
    write(written('p1'))
    await watch.poke()
    expect(readings).toEqual([])
  })
})
