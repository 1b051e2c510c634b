import { duePoint, type Policy } from '../../../contract/policy.ts'
import { formatTokens } from '../../ui/format.ts'

/** Windows that the models of today have, in tokens. */
const WINDOWS = [200_000, 1_000_000]

/** Where soft and due points lie in the windows of today's models. */
export function ThresholdPreview({ policy }: { policy: Policy }) {
  return (
    <div className="grid gap-2 rounded-md border border-border bg-surface-2 p-3">
      {WINDOWS.map((window) => (
        <Preview key={window} window={window} policy={policy} />
      ))}
      <p className="text-sm text-muted">
        From the soft point the session is told to keep its notes current. When it is due, it writes its handover at the
        end of its turn, and a fresh session goes on.
      </p>
    </div>
  )
}

function Preview({ window, policy }: { window: number; policy: Policy }) {
  const { due, soft } = duePoint(policy, window)
  const share = (tokens: number): string => `${(tokens / window) * 100}%`
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span className="font-medium">{formatTokens(window)} window</span>
        <span>
          soft at {formatTokens(soft)}, due at {formatTokens(due)}
        </span>
      </p>
      <div aria-hidden className="relative flex h-2.5 overflow-hidden rounded-sm bg-surface-3">
        <span className="bg-fill" style={{ width: share(soft) }} />
        <span className="bg-fill-soft" style={{ width: share(due - soft) }} />
        <span className="w-px bg-text" />
      </div>
    </div>
  )
}
