import { describe, expect, it } from 'vitest'
import {
  asking,
  boxes,
  CYCLE,
  doing,
  follow,
  look,
  rules,
  signal,
  STOP,
  T0,
  take,
  told,
  toolEnd,
  turnEnd,
  working,
} from '../testing.ts'

const batch = (seen = look()) => signal({ type: 'ToolBatchEnded' }, { look: seen })
const compaction = (auto = true) => signal({ type: 'CompactionAsked', auto })

describe('the answer to a request', () => {
  const asked = working({ used: 110_000 }, { step: asking() })

  it('is kept when it is safe', () => {
    const made = take(asked, turnEnd())
    expect(made).toMatchObject({ transition: 'verified', answer: { do: 'none' } })
    expect(made.state.step).toEqual({ name: 'snapshotting', wish: CYCLE, kind: 'agent', n: 1 })
    expect(doing(made)).toEqual(['snapshot'])
  })

  it('is repaired once, by what is missing, and then written mechanically', () => {
    const unsafe = turnEnd({ missing: ['Add a heading "## Next steps".'] })
    const repair = take(asked, unsafe)
    expect(repair).toMatchObject({ transition: 'repair', events: [{ type: 'checkpoint.rejected' }] })
    expect(repair.answer).toMatchObject({ do: 'tell', text: expect.stringContaining('Next steps') as string })
    const again = take(repair.state, unsafe)
    expect(again.state.step).toMatchObject({ name: 'snapshotting', kind: 'mechanical' })
    expect(told(again)).toEqual(['checkpoint.rejected'])
    expect(take(repair.state, turnEnd()).state.step).toMatchObject({ kind: 'agent' })
  })

  it('is asked to lose a secret once; one that stays does not hold it up', () => {
    const leaky = turnEnd({ secrets: ['Take the secret (key) out of t-context.md, line 3.'] })
    const repair = take(asked, leaky)
    expect(repair.transition).toBe('repair')
    expect(take(repair.state, leaky).state.step).toMatchObject({ name: 'snapshotting', kind: 'agent' })
  })

  it('completes a series whose last box was ticked with it', () => {
    const made = take(asked, turnEnd({ boxes: boxes('a* b*'), missing: ['Add a heading.'] }))
    expect(made.state.step).toMatchObject({ name: 'snapshotting', wish: { purpose: 'complete' } })
    const stop = take(working({}, { step: asking({ wish: STOP }) }), turnEnd({ boxes: boxes('a* b*') }))
    expect(stop.state.step).toMatchObject({ wish: { purpose: 'stop' } })
  })
})

describe('asking mid-turn', () => {
  it('comes at a tool’s end, when due is long past', () => {
    expect(take(working({ used: 109_999, nudged: true }), toolEnd()).transition).toBeNull()
    const made = take(working({ used: 110_000 }), toolEnd({ look: look({ contextSha256: 'now' }) }))
    expect(made.state.step).toMatchObject({ name: 'asking', midTurn: true, baseline: 'now' })
    expect(made.answer.do).toBe('tell')
  })

  it('ends the turn at the next batch, once the handover is safe', () => {
    const asked = working({}, { step: asking({ midTurn: true }) })
    const unsafe = take(asked, batch(look({ missing: ['x'] })))
    expect(unsafe).toMatchObject({ transition: null, answer: { do: 'none' } })
    const leaky = take(asked, batch(look({ secrets: ['x'] })))
    expect(leaky.answer.do).toBe('none')
    const made = take(asked, batch())
    expect(made).toMatchObject({ transition: 'halt', answer: { do: 'stop' }, state: { step: { name: 'halting' } } })
    expect(doing(made)).toEqual(['rest'])
  })

  it('is said again when many batches pass without a handover', () => {
    const asked = working({}, { step: asking({ midTurn: true }) })
    const unsafe = batch(look({ missing: ['x'] }))
    const eleven = follow(
      asked,
      Array.from({ length: 11 }, () => unsafe),
    )
    expect(eleven.answer.do).toBe('none')
    expect(take(eleven.state, unsafe)).toMatchObject({ transition: 'ask', answer: { do: 'tell' }, events: [] })
  })

  it('ends no turn while a request waits for a turn end', () => {
    expect(take(working({}, { step: asking() }), batch()).answer.do).toBe('none')
  })
})

describe('the agent’s own compaction', () => {
  it('is held back, and the checkpoint is due at the next tool or turn end', () => {
    const made = take(working(), compaction())
    expect(made).toMatchObject({ transition: 'compaction', answer: { do: 'block' } })
    expect(take(made.state, toolEnd()).state.step).toMatchObject({ midTurn: true, wish: { reason: 'compaction' } })
    expect(take(made.state, turnEnd()).state.step).toMatchObject({ name: 'asking', wish: { reason: 'compaction' } })
  })

  it('is let through after ten requests', () => {
    const ten = follow(
      working(),
      Array.from({ length: 10 }, () => compaction()),
    )
    expect(ten.answer.do).toBe('block')
    const late = take(ten.state, compaction())
    expect(late).toMatchObject({ transition: 'compaction', answer: { do: 'none' }, state: { launch: { used: null } } })
  })

  it('is let through at 97 % of the window', () => {
    expect(take(working({ used: 193_999 }), compaction()).answer.do).toBe('block')
    expect(take(working({ used: 194_000 }), compaction()).answer.do).toBe('none')
  })

  it('is the person’s own business when they asked for it', () => {
    expect(take(working(), compaction(false))).toMatchObject({ transition: null, answer: { do: 'none' } })
  })
})

it('says the person’s own words of the request, with the rules', () => {
  const how = rules({ checkpointRequest: 'Hand over {task}.' })
  const made = take(working({ used: 100_000 }), turnEnd({}, { at: T0 }), how)
  const text = made.answer.do === 'tell' ? made.answer.text : ''
  expect(text).toMatch(/^Hand over t\.\n\nThe handover is checked by these rules:\n1\. /)
})
