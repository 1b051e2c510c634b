import { TriangleAlert } from 'lucide-react'
import type { AlertRuleState } from '../../../contract/alerts.ts'
import { cleanLine } from '../../../contract/text.ts'

/** Rules of a file that was written by hand which cannot work, and why. */
export function BrokenRules({ rules }: { rules: readonly AlertRuleState[] }) {
  const broken = rules.filter(({ problem }) => problem !== null)
  if (broken.length === 0) return null
  return (
    <div className="flex items-start gap-2.5 rounded-md border border-waiting/40 bg-waiting/8 px-3 py-2">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />
      <div className="min-w-0">
        <p className="font-semibold">
          {broken.length === 1 ? 'One rule is not in force' : `${broken.length} rules are not in force`}
        </p>
        <ul>
          {broken.map(({ rule, problem }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- that two have one name may be what is wrong
            <li key={index} className="wrap-anywhere">
              <code className="font-mono text-sm">{cleanLine(rule.id, 40)}</code>: {cleanLine(problem ?? '', 300)}.
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
