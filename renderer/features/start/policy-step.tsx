import { ChevronRight } from 'lucide-react'
import { Policy } from '../../../contract/policy.ts'
import { describePolicy } from './policy-words.ts'
import type { PolicyDraft, PolicyErrors } from '../settings/policy-draft.ts'
import { AgentFields, ClaudePathField, SharedField } from '../settings/agent-fields.tsx'
import { LimitFields, VerifyField } from '../settings/limit-fields.tsx'
import { ThresholdFields } from '../settings/threshold-fields.tsx'
import { ThresholdPreview } from '../settings/threshold-preview.tsx'
import { layerOfDraft } from '../settings/policy-draft.ts'
import type { ReactNode } from 'react'

export interface PolicyStepProps {
  draft: PolicyDraft
  onChange: (draft: PolicyDraft) => void
  errors: PolicyErrors
  /** What a series gets here when nothing is changed. */
  base: Policy
}

/** Step 3: how it runs. All of it has a sound default. */
export function PolicyStep({ draft, onChange, errors, base }: PolicyStepProps) {
  const fields = { draft, onChange, errors, base }
  const shown = Policy.safeParse({ ...base, ...layerOfDraft(draft).layer })
  const inAdvanced = errors.claudePath !== undefined
  return (
    <div className="grid gap-5">
      <p className="text-muted">{describePolicy(shown.success ? shown.data : base)}</p>
      <Part title="When a session hands over">
        <ThresholdFields {...fields} />
        <ThresholdPreview policy={shown.success ? shown.data : base} />
      </Part>
      <Part title="When the series stops by itself">
        <LimitFields {...fields} />
        <VerifyField {...fields} />
      </Part>
      <Part title="What the agent may do">
        <AgentFields {...fields} />
      </Part>
      <details className="group" open={inAdvanced || undefined}>
        <summary className="flex min-h-7 list-none items-center gap-1 font-semibold">
          <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
          Advanced
        </summary>
        <div className="mt-2 grid gap-3">
          <SharedField {...fields} />
          <ClaudePathField {...fields} />
        </div>
      </details>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  )
}
