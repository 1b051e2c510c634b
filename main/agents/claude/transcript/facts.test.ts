import { describe, expect, it } from 'vitest'
import { accumulateFacts, type AccumulatorOptions, type FactAccumulator, type TranscriptFacts } from './facts.ts'
import type { JsonObject } from './lines.ts'
import { compactBoundary, costState, prompt, response, toolUse } from './lines-for-tests.ts'

function take(accumulator: FactAccumulator, lines: JsonObject[]): TranscriptFacts {
  for (const line of lines) accumulator.take(Buffer.from(JSON.stringify(line)))
  return accumulator.drain()
}

function factsOf(lines: JsonObject[], options?: AccumulatorOptions): TranscriptFacts {
  return take(accumulateFacts(options), lines)
}

describe('usage', () => {
  it('is recorded once for a message over several lines', () => {
    const { usages } = factsOf([
      response({ id: 'm1' }),
      toolUse('Bash', { command: 'ls' }, { id: 'm1' }),
      response({ id: 'm2' }),
    ])
    expect(usages.map((usage) => usage.messageId)).toEqual(['m1', 'm2'])
    expect(usages[0]).toEqual({
      messageId: 'm1',
      endsTurn: false,
      requestId: 'req_m1',
      sessionId: 'aaaaaaaa-0000-4000-8000-000000000001',
      agentId: null,
      model: 'claude-opus-5-5',
      tokens: { input: 3, output: 57, cacheRead: 40_000, cacheWrite5m: 400, cacheWrite1h: 600 },
      webSearches: 0,
      fast: false,
      costUsd: expect.closeTo(0.015952, 10),
      at: Date.parse('2026-11-22T07:22:50.729Z'),
    })
  })

  it('says with which response a turn ended', () => {
    const last = response({ id: 'm2' })
    const { usages } = factsOf([
      toolUse('Bash', { command: 'ls' }, { id: 'm1' }),
      { ...last, message: { ...Object(last['message']), stop_reason: 'end_turn' } },
    ])
    expect(usages.map((usage) => usage.endsTurn)).toEqual([false, true])
  })

  it('keeps the largest output of the lines of a message, across drains too', () => {
    const accumulator = accumulateFacts()
    const grow = (output_tokens: number): TranscriptFacts => take(accumulator, [response({ usage: { output_tokens } })])
    expect(grow(1).usages[0]?.tokens.output).toBe(1)
    expect(grow(90).usages[0]?.tokens.output).toBe(90)
    expect(grow(90).usages).toEqual([])
    expect(grow(20).usages).toEqual([])
  })

  it('of a subagent names it, by the line or by the file, and is no context', () => {
    const side = { isSidechain: true, agentId: 'a02e' }
    const inFile = factsOf([response({}, { isSidechain: true })], { agentId: 'a03f' })
    expect(inFile.usages[0]?.agentId).toBe('a03f')
    const inMain = factsOf([response({ id: 'm1' }, side), response({ id: 'm2' }, { isSidechain: true })])
    expect(inMain.usages.map((usage) => usage.agentId)).toEqual(['a02e', 'sidechain'])
    expect([...inFile.contexts, ...inMain.contexts]).toEqual([])
  })

  it('counts cache writes without a split as the short ones', () => {
    const { usages } = factsOf([response({ usage: { cache_creation: undefined } })])
    expect(usages[0]?.tokens).toMatchObject({ cacheWrite5m: 1000, cacheWrite1h: 0 })
  })

  it('costs more in fast mode', () => {
    const [usual, fast] = ['standard', 'fast'].map(
      (speed) => factsOf([response({ usage: { speed } })]).usages[0]?.costUsd,
    )
    expect(fast).toBeCloseTo(2 * (usual ?? 0), 12)
  })

  it('has no price where the table has none', () => {
    expect(factsOf([response({ model: 'gateway' })]).usages[0]?.costUsd).toBeNull()
  })

  it('is not read from what a tool or a prompt says', () => {
    const nested = { message: { model: 'x', usage: { input_tokens: 1 } }, type: 'assistant' }
    expect(factsOf([prompt(JSON.stringify(response())), prompt('x', { toolUseResult: nested })]).usages).toEqual([])
  })
})

describe('context', () => {
  it('is the prompt of the last response, without the answer', () => {
    const { contexts } = factsOf([prompt('hi'), response({ id: 'm1' }), response({ id: 'm1' })])
    expect(contexts).toEqual([
      {
        sessionId: 'aaaaaaaa-0000-4000-8000-000000000001',
        source: 'transcript',
        used: 41_003,
        window: 1_000_000,
        model: 'claude-opus-5-5',
        promptId: 'e38fee25-e349-454b-8309-d0e5b6b98241',
        messageId: 'm1',
        at: Date.parse('2026-11-22T07:22:50.729Z'),
      },
    ])
  })

  it('passes over API errors and empty usage', () => {
    const none = { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 }
    const facts = factsOf([
      response({ model: '<synthetic>', usage: none }, { isApiErrorMessage: true }),
      response({ id: 'e2' }, { isApiErrorMessage: true }),
      response({ id: 'm3', usage: none }),
    ])
    expect(facts.contexts).toEqual([])
    expect(facts.usages.map((usage) => usage.messageId)).toEqual(['m3'])
  })

  it('is unknown from a compaction to the next response', () => {
    const { contexts } = factsOf([response({ id: 'm1' }), compactBoundary(), response({ id: 'm1' })])
    expect(contexts.map((context) => context.used)).toEqual([41_003, null, 41_003])
    expect(contexts[1]).toMatchObject({ window: null, messageId: null })
  })

  it("takes the window from the requested model and the session's environment", () => {
    const requestedModel = 'claude-sonnet-4-5[1m]'
    const line = response({ model: 'claude-sonnet-4-5', requestedModel })
    expect(factsOf([line]).contexts[0]?.window).toBe(1_000_000)
    expect(factsOf([line], { env: { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' } }).contexts[0]?.window).toBe(200_000)
    expect(factsOf([response({ model: 'gateway' })]).contexts[0]?.window).toBeNull()
  })

  it('belongs to the conversation, not to the launch', () => {
    const cleared = response({}, { sessionId: 'new', session_id: 'launch' })
    expect(factsOf([cleared]).contexts[0]?.sessionId).toBe('new')
  })
})

it('takes the cost that the agent reports, at the time when it wrote it', () => {
  expect(factsOf([costState(0.15)]).costs).toEqual([
    {
      sessionId: 'aaaaaaaa-0000-4000-8000-000000000001',
      source: 'cost-state',
      totalUsd: 0.15,
      at: 1_795_332_777_479,
    },
  ])
})

it('counts telling lines that it cannot read, and reads on', () => {
  const accumulator = accumulateFacts()
  const torn = JSON.stringify(response({ id: 'm1' })).slice(0, -30)
  accumulator.take(Buffer.from(torn))
  accumulator.take(Buffer.from(torn + JSON.stringify(response({ id: 'm2' }))))
  expect(accumulator.damaged.lines).toBe(2)
  expect(accumulator.drain().usages.map((usage) => usage.messageId)).toEqual(['m2'])
})
