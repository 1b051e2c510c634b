import { array, assert, constant, double, integer, oneof, option, property, record } from 'fast-check'
import { expect, it } from 'vitest'
import { alertBelow } from '../../contract/alert-words.ts'
import { AlertRule } from '../../contract/alerts.ts'
import { evaluate, NO_STATES, type AlertStates, type Figure } from './evaluate.ts'

const MINUTE = 60_000
const SUBJECTS = ['a', 'b'] as const

const rules = record({
  above: integer({ min: 1, max: 100 }),
  share: option(double({ min: 0, max: 0.99, noNaN: true }), { nil: null }),
  forMinutes: integer({ min: 0, max: 5 }),
}).map(({ above, share, forMinutes }): AlertRule => {
  const below = share === null ? null : above * share
  return { ...AlertRule.parse({ id: 'r', fact: 'context', above, forMinutes }), below }
})
/** Undefined: the subject is not there; null: its figure is not known. */
type Value = number | null | undefined
const value = oneof(
  { weight: 8, arbitrary: double({ min: 0, max: 110, noNaN: true }) },
  { weight: 1, arbitrary: constant(null) },
  { weight: 1, arbitrary: constant(undefined) },
)
const looks = array(record({ a: value, b: value, minutes: integer({ min: 0, max: 3 }) }), { maxLength: 60 })

function figure(key: string, of: Value): Figure[] {
  if (of === undefined) return []
  const about = { subject: key, project: null, agent: null, seriesId: null, sessionId: null }
  return [{ fact: 'context', key, value: of, ...about }]
}

interface Told {
  fires: number
  ends: number
  /** Whether it stood before. */
  stood: boolean
  of: Value
  /** How long the figure has been high without a break, ms; null: it is not. */
  high: number | null
}

/** All that must never be. */
function faults(rule: AlertRule, { fires, ends, stood, of, high }: Told): string[] {
  const known = typeof of === 'number'
  const longEnough = high !== null && high >= rule.forMinutes * MINUTE
  const stands = (stood || fires === 1) && ends === 0
  const rulesOfIt: [boolean, string][] = [
    [fires + ends > 1, 'it does two things at once'],
    [fires === 1 && stood, 'it fires while it stands'],
    [fires === 1 && !(known && of >= rule.above), 'it fires though the figure is low or unknown'],
    [fires === 1 && !longEnough, 'it fires before its time'],
    [ends === 1 && !stood, 'it ends though it does not stand'],
    [
      ends === 1 && of !== undefined && !(known && of < alertBelow(rule)),
      'it ends though the figure is high or unknown',
    ],
    [known && of >= rule.above && longEnough && !stands, 'it is passed over'],
    [known && of < alertBelow(rule) && stands, 'it stays'],
    [of === undefined && stands, 'it outlives its subject'],
  ]
  return rulesOfIt.flatMap(([broken, what]) => (broken ? [what] : []))
}

it('alternates between firing and being over, each with its reason', () => {
  assert(
    property(rules, looks, (rule, all) => {
      let states: AlertStates = NO_STATES
      let now = 0
      const since: Record<string, number | null> = { a: null, b: null }
      for (const look of all) {
        now += look.minutes * MINUTE
        const figures = SUBJECTS.flatMap((key) => figure(key, look[key]))
        const { standing } = states
        const after = evaluate(states, { figures, partly: new Set() }, [rule], now)
        ;({ states } = after)
        for (const key of SUBJECTS) {
          const of = look[key]
          if (of === undefined || (of !== null && of < rule.above)) since[key] = null
          else if (of !== null) since[key] ??= now
          const begun = since[key] ?? null
          const told = {
            fires: after.fired.filter((one) => one.figure.key === key).length,
            ends: after.ended.filter((id) => id === `r\n${key}`).length,
            stood: standing.has(`r\n${key}`),
            of,
            high: begun === null ? null : now - begun,
          }
          expect(faults(rule, told)).toEqual([])
          expect(states.standing.has(`r\n${key}`)).toBe((told.stood || told.fires === 1) && told.ends === 0)
        }
      }
    }),
    { numRuns: 300 },
  )
})

it('does not flap: a figure that only trembles about one threshold fires once', () => {
  assert(
    property(array(double({ min: 82, max: 99, noNaN: true }), { maxLength: 100 }), (trembling) => {
      const rule = AlertRule.parse({ id: 'r', fact: 'context', above: 90 })
      let states: AlertStates = NO_STATES
      let changes = 0
      for (const [minute, of] of trembling.entries()) {
        const after = evaluate(states, { figures: figure('a', of), partly: new Set() }, [rule], minute * MINUTE)
        ;({ states } = after)
        changes += after.fired.length + after.ended.length
      }
      expect(changes).toBe(trembling.some((of) => of >= 90) ? 1 : 0)
    }),
  )
})
