import type { Policy } from '../../../contract/policy.ts'
import type { PolicyDraft, PolicyErrors } from './policy-draft.ts'

export interface PolicyFieldsProps {
  draft: PolicyDraft
  onChange: (draft: PolicyDraft) => void
  errors: PolicyErrors
  /** What holds where a field is empty: shown in it. */
  base: Partial<Policy>
  disabled?: boolean
}

/** Two fields side by side where there is room. */
export const FIELD_PAIR = 'grid items-start gap-x-4 gap-y-3 sm:grid-cols-2'

/** What holds, as it stands in an empty field. */
export function shown(value: number | undefined, none = ''): string {
  return value === undefined ? none : value.toLocaleString('en')
}
