import { DEFAULT_POLICY } from '../../../contract/policy.ts'
import { AgentFields, ClaudePathField, SharedField } from './agent-fields.tsx'
import { LimitFields, VerifyField } from './limit-fields.tsx'
import { Part, type SectionProps } from './section.tsx'

const CHANGES = 'A running series takes a change at once, where no flag of its own says otherwise.'

/** When a series stops by itself. */
export function LimitsSection({ draft, onChange, errors, disabled }: SectionProps) {
  const fields = { draft: draft.policy, errors, disabled, base: DEFAULT_POLICY }
  const set = (policy: typeof draft.policy): void => onChange({ ...draft, policy })
  return (
    <>
      <Part title="Limits of a series" help={`At a limit it takes a checkpoint, then stops. ${CHANGES}`}>
        <LimitFields {...fields} onChange={set} />
      </Part>
      <Part title="Before it is done">
        <VerifyField {...fields} onChange={set} />
      </Part>
    </>
  )
}

/** How Claude Code is started. */
export function AgentSection({ draft, onChange, errors, disabled }: SectionProps) {
  const fields = { draft: draft.policy, errors, disabled, base: DEFAULT_POLICY }
  const set = (policy: typeof draft.policy): void => onChange({ ...draft, policy })
  return (
    <>
      <Part
        title="Claude Code"
        help="Given to each session when it starts. A session that runs keeps what it was started with."
      >
        <ClaudePathField {...fields} onChange={set} />
        <AgentFields {...fields} onChange={set} />
      </Part>
      <Part title="Work tree">
        <SharedField {...fields} onChange={set} />
      </Part>
    </>
  )
}
