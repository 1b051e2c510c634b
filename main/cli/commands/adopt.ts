import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { ensureCore } from '../detached-core.ts'
import type { ExitCode } from '../exit-codes.ts'
import { plainEnvironment, refuse, type CommandContext } from '../output.ts'
import { policyOfFlags, type PolicyFlags } from '../policy-flags.ts'
import { lookFirst } from '../scan-wait.ts'
import { absoluteClaude, followToEnd, leaveRunning } from './run.ts'

export interface AdoptOptions extends PolicyFlags {
  task: string
  end?: boolean
  detach?: boolean
}

const WHOLE_ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Among so many of the latest sessions a part of an id is looked for. */
const LOOKED_THROUGH = 1_000

/** `baton adopt`: makes a series of a session that ran without Baton, and follows it. `description` "": none was given. */
export async function adopt(
  context: CommandContext,
  session: string,
  description: string,
  options: AdoptOptions,
): Promise<ExitCode> {
  const { out, io, dataDir } = context
  const { task, end, detach, ...policyFlags } = options
  const flags = policyOfFlags({ ...policyFlags, ...absoluteClaude(io.cwd, policyFlags.claude) })
  if (!flags.ok) return refuse(out, flags.problem)
  const core = await ensureCore(dataDir, io.env, io.entry)
  if (!core.ok) return refuse(out, core.problem)
  try {
    const { client } = core.value
    if (!WHOLE_ID.test(session)) await lookFirst(client, context)
    const sessionId = await wholeId(client, session)
    if (!sessionId.ok) return refuse(out, sessionId.problem)
    const adopted = await client.call('session.adopt', {
      sessionId: sessionId.value,
      task,
      ...(description.trim() === '' ? {} : { description }),
      flags: flags.value,
      end: end === true,
      env: plainEnvironment(io.env),
    })
    if (!adopted.ok) return refuse(out, adopted.problem)
    const { seriesId, afterSeq } = adopted.value
    return await (detach === true ? leaveRunning : followToEnd)(context, core.value, seriesId, afterSeq)
  } finally {
    await core.value.close()
  }
}

/** The session that begins so. */
async function wholeId(client: CoreClient, part: string): Promise<Outcome<string>> {
  if (WHOLE_ID.test(part)) return success(part)
  const known = await client.call('session.observed', { limit: LOOKED_THROUGH })
  if (!known.ok) return known
  const found = part === '' ? [] : known.value.sessions.filter(({ sessionId }) => sessionId.startsWith(part))
  const [first, second] = found
  const remedy = 'name it by its id: `baton sessions --json` lists them'
  if (first === undefined) return failure('session-unknown', part, 'no session begins so', remedy)
  if (second !== undefined) return failure('session-ambiguous', part, `${found.length} sessions begin so`, remedy)
  return success(first.sessionId)
}
