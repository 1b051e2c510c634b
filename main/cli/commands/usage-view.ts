import { success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { nowText, type CommandContext } from '../output.ts'
import { piece } from '../render/line.ts'
import { adviceLines, explainedLines, limitLines, modelLines, patternLines, spendLines } from '../render/usage-views.ts'
import type { UsageAsked, View } from './usage-asked.ts'

type ViewOf = (client: CoreClient, context: CommandContext, asked: UsageAsked) => Promise<Outcome<null>>

/** What `usage` shows beside rows. With `--json` one object a line. */
export const VIEW_OF: Record<Exclude<View, 'rows'>, ViewOf> = {
  async models(client, { out }, { filters: { from, until } }) {
    const answer = await client.call('usage.models', { from, until })
    if (!answer.ok) return answer
    if (out.json) for (const one of answer.value) out.object({ type: 'model', at: nowText(), ...one })
    else if (answer.value.length === 0) out.text('No model has answered in this time.')
    else out.lines(modelLines(answer.value, out.columns()))
    return success(null)
  },

  async patterns(client, { out }, { filters: { from, until } }) {
    const answer = await client.call('usage.patterns', { from, until })
    if (!answer.ok) return answer
    const { value } = answer
    if (out.json) out.object({ type: 'patterns', at: nowText(), ...value })
    else out.lines([[piece(`${value.from} to ${value.until}`, 'quiet')], ...patternLines(value, out.columns())])
    return success(null)
  },

  async advice(client, { out }, { filters: { from, until } }) {
    const answer = await client.call('usage.advice', { from, until })
    if (!answer.ok) return answer
    const told = answer.value.filter(({ dismissed }) => !dismissed)
    const away = answer.value.length - told.length
    if (out.json) for (const one of answer.value) out.object({ type: 'advice', at: nowText(), ...one })
    else if (told.length === 0) out.text('Nothing would have been much cheaper.')
    else out.lines(adviceLines(told, out.columns()))
    if (!out.json && away > 0) out.text(`${away} dismissed, not shown.`)
    return success(null)
  },

  async explain(client, { out }, { explain }) {
    const answer = await client.call('usage.explain', { id: explain })
    if (!answer.ok) return answer
    const { advice, rows } = answer.value
    if (out.json) {
      out.object({ type: 'advice', at: nowText(), ...advice })
      for (const { at, ...row } of rows) out.object({ type: 'advice-row', at, ...row })
      return success(null)
    }
    if (advice.id !== explain) out.diagnostic(`Sessions came since, so that it is ${advice.id} now.`)
    out.lines(explainedLines(answer.value, out.columns()))
    return success(null)
  },

  async limits(client, { out }) {
    const answer = await client.call('usage.limits', {})
    if (!answer.ok) return answer
    if (out.json) for (const { at, ...limit } of answer.value) out.object({ type: 'limit', at, ...limit })
    else if (answer.value.length === 0) out.text('No agent has reported a limit of its plan.')
    else out.lines(limitLines(answer.value, out.columns(), Date.now()))
    return success(null)
  },

  async spend(client, { out }) {
    const answer = await client.call('usage.spend', {})
    if (!answer.ok) return answer
    if (out.json) for (const one of answer.value) out.object({ type: 'spend', at: nowText(), ...one })
    else if (answer.value.length === 0) out.text('Nothing has been spent today or this week.')
    else out.lines(spendLines(answer.value, out.columns()))
    return success(null)
  },
}
