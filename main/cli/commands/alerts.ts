import type { Alert } from '../../../contract/alerts.ts'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext, type Output } from '../output.ts'
import { alertTable, deliveryText, ruleTable } from '../render/alert-table.ts'

export interface AlertsOptions {
  standing?: boolean
  limit: number
}

type Verb = (asked: { client: CoreClient; out: Output; words: readonly string[] }) => Promise<Outcome<ExitCode>>

const USE = 'type `baton alerts`, `baton alerts rules`, `baton alerts ack ID…|all` or `baton alerts test CHANNEL`'
/** As many as are looked through for an id. */
const LOOKED_THROUGH = 1_000

/** `baton alerts [rules | ack ID…|all | test CHANNEL]`. */
export async function alerts(context: CommandContext, words: string[], options: AlertsOptions): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const [first = 'list', ...rest] = words
  const verb = first === 'list' ? list(options) : VERBS[first]
  if (verb === undefined) return refuse(out, failure('usage', first, 'alerts know no such thing', USE).problem)
  const done = await withCore(dataDir, io.env, ({ client }) => verb({ client, out, words: rest }))
  const outcome = done.ok ? done.value : done
  return outcome.ok ? outcome.value : refuse(out, outcome.problem)
}

function list({ standing = false, limit }: AlertsOptions): Verb {
  return async ({ client, out }) => {
    const listed = await client.call('alert.list', { standing, limit })
    if (!listed.ok) return listed
    if (out.json) for (const alert of listed.value) out.object({ type: 'alert', at: alert.firedAt, ...alert })
    else if (listed.value.length === 0) out.text(standing ? 'No alert stands.' : 'No alert yet.')
    else out.lines(alertTable(listed.value, out.columns(), Date.now()))
    return success(EXIT.completed)
  }
}

const VERBS: Record<string, Verb | undefined> = {
  async rules({ client, out }) {
    const rules = await client.call('alert.rules', {})
    if (!rules.ok) return rules
    if (out.json) for (const rule of rules.value) out.object({ type: 'alert.rule', at: nowText(), ...rule })
    else if (rules.value.length === 0) out.text('No rules. Write some into the settings: alerts.rules.')
    else out.lines(ruleTable(rules.value, out.columns()))
    return success(EXIT.completed)
  },

  async ack({ client, out, words }) {
    if (words.length === 0) return failure('usage', 'alerts ack', 'needs to know which', USE)
    const listed = await client.call('alert.list', { limit: LOOKED_THROUGH })
    if (!listed.ok) return listed
    const named =
      words.length === 1 && words[0] === 'all' ? success(unknownStill(listed.value)) : find(words, listed.value)
    if (!named.ok) return named
    const ids = named.value.map(({ id }) => id)
    const done = await client.call('alert.acknowledge', { ids })
    if (!done.ok) return done
    if (out.json) out.object({ type: 'alert.acknowledged', at: nowText(), ids })
    else out.text(done.value.said)
    return success(EXIT.completed)
  },

  async test({ client, out, words }) {
    const [channel, ...more] = words
    if (channel === undefined || more.length > 0) return failure('usage', 'alerts test', 'takes one channel', USE)
    const told = await client.call('alert.test', { channel })
    if (!told.ok) return told
    if (out.json) out.object({ type: 'alert.delivery', ...told.value })
    else out.text(deliveryText(told.value))
    return success(told.value.state === 'sent' ? EXIT.completed : EXIT.failed)
  },
}

function unknownStill(alerts: readonly Alert[]): Alert[] {
  return alerts.filter(({ endedAt, acknowledgedAt }) => endedAt === null && acknowledgedAt === null)
}

/** By the whole id, or by an end or a beginning that only one has. Problem `usage`. */
function find(words: readonly string[], alerts: readonly Alert[]): Outcome<Alert[]> {
  const found: Alert[] = []
  for (const word of words) {
    const wanted = word.toUpperCase()
    const fits = alerts.filter(({ id }) => id.endsWith(wanted) || id.startsWith(wanted))
    const [one] = fits
    if (one === undefined || fits.length > 1) {
      const cause = one === undefined ? 'there is no such alert' : `${fits.length} alerts match it`
      return failure('usage', word, cause, 'see `baton alerts` for those there are')
    }
    found.push(one)
  }
  return success(found)
}
