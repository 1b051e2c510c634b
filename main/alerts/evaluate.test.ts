import { describe, expect, it } from 'vitest'
import { AlertRule } from '../../contract/alerts.ts'
import { evaluate, NO_STATES, scopeKey, stateKey, type AlertStates, type Facts, type Figure } from './evaluate.ts'

const MINUTE = 60_000

function rule(change: Partial<AlertRule> = {}): AlertRule {
  return { ...AlertRule.parse({ id: 'full', fact: 'context', above: 90 }), ...change }
}

function figure(value: number | null, change: Partial<Figure> = {}): Figure {
  const about = { project: '/p', agent: 'claude', seriesId: null, sessionId: 'a' } as const
  return { fact: 'context', key: 'a', subject: 'session a', value, ...about, ...change }
}

function facts(figures: Figure[], partly: Facts['partly'] = new Set()): Facts {
  return { figures, partly }
}

/** The same rules over one look after another, a minute apart: what fires (+) and is over (-) at each. */
function story(looks: Facts[], rules: AlertRule[] | ((minute: number) => AlertRule[]) = [rule()]): string[] {
  let states: AlertStates = NO_STATES
  return looks.map((look, minute) => {
    const inForce = typeof rules === 'function' ? rules(minute) : rules
    const after = evaluate(states, look, inForce, minute * MINUTE)
    ;({ states } = after)
    const fired = after.fired.map((one) => `+${one.rule.id} ${one.figure.key}`)
    return [...fired, ...after.ended.map((id) => `-${id.replace('\n', ' ')}`)].join(', ')
  })
}

const values = (...all: (number | null)[]): Facts[] => all.map((value) => facts([figure(value)]))

describe('an alert', () => {
  it('fires at its threshold, once, and is over below the other', () => {
    expect(story(values(89.9, 90, 95, 89, 81, 80.9, 85, 90))).toEqual([
      '',
      '+full a',
      '',
      '',
      '',
      '-full a',
      '',
      '+full a',
    ])
  })

  it('is over below the figure that its rule says', () => {
    expect(story(values(90, 71, 70, 69.9), [rule({ below: 70 })])).toEqual(['+full a', '', '', '-full a'])
  })

  it('fires when the figure stood there for so long', () => {
    const patient = [rule({ forMinutes: 2 })]
    expect(story(values(95, 95, 95), patient)).toEqual(['', '', '+full a'])
    expect(story(values(95, 89, 95, 95, 91), patient)).toEqual(['', '', '', '', '+full a'])
  })

  it('stands once for each subject and each rule', () => {
    const both = facts([figure(95), figure(99, { key: 'b' }), figure(50, { key: 'c' }), figure(1)])
    expect(story([both, both], [rule(), rule({ id: 'fuller', above: 98 })])).toEqual([
      '+full a, +full b, +fuller b',
      '',
    ])
  })

  it('is over when its subject is gone, and when its rule is', () => {
    expect(story([...values(95), facts([])])).toEqual(['+full a', '-full a'])
    expect(story(values(95, 95), (minute) => (minute === 0 ? [rule()] : []))).toEqual(['+full a', '-full a'])
    const elsewhere = (minute: number) => [rule({ project: minute === 0 ? '/p' : '/other' })]
    expect(story(values(95, 95), elsewhere)).toEqual(['+full a', '-full a'])
  })
})

describe('what is not known', () => {
  it('neither fires nor ends', () => {
    expect(story(values(null, 95, null, 95, null, 50))).toEqual(['', '+full a', '', '', '', '-full a'])
    expect(story(values(95, null, 95), [rule({ forMinutes: 2 })])).toEqual(['', '', '+full a'])
  })

  it('is not gone while not all subjects are known', () => {
    const partly = facts([], new Set(['context'] as const))
    expect(story([...values(95), partly, ...values(95), facts([])])).toEqual(['+full a', '', '', '-full a'])
    expect(story([...values(95), partly, ...values(95)], [rule({ forMinutes: 2 })])).toEqual(['', '', '+full a'])
    expect(story([...values(95), partly], (minute) => (minute === 0 ? [rule()] : []))).toEqual(['+full a', '-full a'])
  })
})

describe('a rule concerns', () => {
  const fires = (change: Partial<AlertRule>, about: Partial<Figure>): boolean =>
    evaluate(NO_STATES, facts([figure(99, about)]), [rule(change)], 0).fired.length > 0

  it.each<[Partial<AlertRule>, Partial<Figure>, boolean]>([
    [{}, { project: null, agent: null }, true],
    [{ project: '/p' }, {}, true],
    [{ project: '/p' }, { project: '/p/q' }, false],
    [{ project: '/p' }, { project: null }, false],
    [{ agent: 'claude' }, {}, true],
    [{ agent: 'codex' }, {}, false],
    [{ fact: 'stalled' }, {}, false],
  ])('%j: %j %s', (change, about, expected) => expect(fires(change, about)).toBe(expected))

  it('the figure of its own scope alone, of those that are sums', () => {
    const wide = { fact: 'cost-day', project: null, agent: null } as const
    const narrow = { fact: 'cost-day', project: '/p', agent: 'claude' } as const
    const of = (scope: typeof wide | typeof narrow): Partial<Figure> => ({ fact: 'cost-day', key: scopeKey(scope) })
    expect(fires(wide, of(wide))).toBe(true)
    expect(fires(wide, of(narrow))).toBe(false)
    expect(fires(narrow, of(wide))).toBe(false)
    expect(fires(narrow, of(narrow))).toBe(true)
  })
})

it('goes on from what stood before a restart', () => {
  const before = { standing: new Set([stateKey('full', 'a')]), pending: new Map() }
  expect(evaluate(before, facts([figure(95)]), [rule()], 0)).toMatchObject({ fired: [], ended: [] })
  expect(evaluate(before, facts([figure(10)]), [rule()], 0).ended).toEqual([stateKey('full', 'a')])
})
