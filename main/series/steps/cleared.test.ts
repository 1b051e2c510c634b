import { expect, test } from 'vitest'
import type { AgentSignal } from '../../../contract/facts.ts'
import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { newSeries, type CyclerState } from '../state.ts'
import { TIMING } from '../timing.ts'
import { freshLaunch } from './starting.ts'
import { signalled } from './signals.ts'

const RULES = { policy: DEFAULT_POLICY, timing: TIMING }
const AT = Date.parse('2026-01-01T00:00:00Z')
const NEW_ID = 'another-session'

function resting(): CyclerState {
  const state = newSeries('S', '/p', 'x', [{ number: 1, title: 'One', done: false }], AT)
  const launch = { ...freshLaunch(state, AT), pid: 1, startedAt: AT, prompted: true, turn: 'ended' as const }
  return { ...state, step: { name: 'working' }, launch, sessions: 1 }
}

function after(state: CyclerState, content: Partial<AgentSignal> & { type: string; sessionId?: string }) {
  const sessionId = content.sessionId ?? state.launch?.sessionId
  const signal = { agentId: null, transcriptPath: null, ...content, sessionId } as AgentSignal
  const launchId = state.launch?.id ?? ''
  return signalled(state, { type: 'Signalled', at: AT, launchId, signal, look: null }, RULES)
}

test('the loop holds at once when a person clears the session, and a prompt in the new one goes on', () => {
  const cleared = after(resting(), { type: 'SessionEnded', reason: 'clear' })
  expect(cleared.events).toMatchObject([{ type: 'waiting', for: expect.stringMatching(/^you cleared the session/) }])
  expect(cleared.state).toMatchObject({ status: 'waiting', hold: { kind: 'cleared' } })

  const prompted = after(cleared.state, { type: 'PromptSubmitted', prompt: 'Go on', sessionId: NEW_ID })
  expect(prompted.transition).toBe('release')
  expect(prompted.state).toMatchObject({ status: 'running', hold: null, launch: { sessionId: NEW_ID, turn: 'busy' } })
})

test('a sign of the new session without a prompt holds too, and says it once', () => {
  const noticed = { type: 'Noticed', kind: 'idle_prompt', message: '', sessionId: NEW_ID } as const
  const first = after(resting(), noticed)
  expect(first.state.hold?.kind).toBe('cleared')
  expect(after(first.state, noticed).events).toEqual([])
})

test('a session that ends for another reason holds nothing', () => {
  const ended = after(resting(), { type: 'SessionEnded', reason: 'other' })
  expect(ended).toMatchObject({ transition: null, state: { hold: null, launch: { endReason: 'other' } } })
})

test('a stop that was under way is still wanted of the new session; a handover for want of room is not', () => {
  const asked = (purpose: 'stop' | 'cycle'): CyclerState => {
    const wish = purpose === 'stop' ? { purpose, reason: 'asked-stop' as const } : { purpose, reason: 'due' as const }
    return {
      ...resting(),
      step: { name: 'asking', wish, midTurn: false, repaired: false, baseline: null, batches: 0 },
    }
  }
  const noticed = { type: 'Noticed', kind: 'idle_prompt', message: '', sessionId: NEW_ID } as const
  expect(after(asked('stop'), noticed).state).toMatchObject({ step: { name: 'working' }, wish: { purpose: 'stop' } })
  expect(after(asked('cycle'), noticed).state).toMatchObject({ step: { name: 'working' }, wish: null })
})
