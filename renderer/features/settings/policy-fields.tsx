import type { Policy } from '../../../contract/policy.ts'
import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { PolicyDraft, PolicyErrors } from './policy-draft.ts'

export interface PolicyFieldsProps {
  draft: PolicyDraft
  onChange: (draft: PolicyDraft) => void
  errors: PolicyErrors
  /** What holds where a field is empty: shown in it. */
  base: Partial<Policy>
  disabled?: boolean
}

const PAIR = 'grid items-start gap-x-4 gap-y-3 sm:grid-cols-2'

/** When a session hands over. */
export function ThresholdFields({ draft, onChange, errors, base, disabled = false }: PolicyFieldsProps) {
  return (
    <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-3">
      <Field
        label="Due at"
        error={errors.thresholdPercent}
        help="Share of the window. Later, answers get worse; the CLI itself compacts near the end."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="%"
            step={5}
            placeholder={shown(base.thresholdPercent)}
            value={draft.thresholdPercent}
            onChange={(thresholdPercent) => onChange({ ...draft, thresholdPercent })}
          />
        )}
      </Field>
      <Field
        label="But no later than"
        error={errors.thresholdTokens}
        help="For large windows: much context costs much with each answer."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="tokens"
            step={10_000}
            placeholder={shown(base.thresholdTokens)}
            value={draft.thresholdTokens}
            onChange={(thresholdTokens) => onChange({ ...draft, thresholdTokens })}
          />
        )}
      </Field>
      <Field
        label="Soft point"
        error={errors.softPercentOfDue}
        help="Share of the due point at which the session is told once how full it is."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="% of due"
            step={5}
            placeholder={shown(base.softPercentOfDue)}
            value={draft.softPercentOfDue}
            onChange={(softPercentOfDue) => onChange({ ...draft, softPercentOfDue })}
          />
        )}
      </Field>
    </div>
  )
}

/** When a series stops by itself. */
export function LimitFields({ draft, onChange, errors, base, disabled = false }: PolicyFieldsProps) {
  return (
    <div className={PAIR}>
      <Field
        label="Most sessions"
        error={errors.maxSessions}
        help="Fresh ones; a resumed one does not count. Empty: no limit."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            placeholder={shown(base.maxSessions, 'no limit')}
            value={draft.maxSessions}
            onChange={(maxSessions) => onChange({ ...draft, maxSessions })}
          />
        )}
      </Field>
      <Field
        label="Most cost"
        error={errors.maxCostUsd}
        help="At list prices, also under a subscription. Empty: no limit."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="USD"
            placeholder={shown(base.maxCostUsd, 'no limit')}
            value={draft.maxCostUsd}
            onChange={(maxCostUsd) => onChange({ ...draft, maxCostUsd })}
          />
        )}
      </Field>
      <Field
        label="Longest time"
        error={errors.maxDuration}
        help="As 90m or 2h; waits for you or for a limit do not count. Empty: no limit."
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            placeholder="no limit"
            value={draft.maxDuration}
            onChange={(maxDuration) => onChange({ ...draft, maxDuration })}
          />
        )}
      </Field>
      <Field
        label="Wait for you"
        error={errors.waitForHuman}
        help="How long it waits for an answer before it calls for attention. Empty: for ever."
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            placeholder="for ever"
            value={draft.waitForHuman}
            onChange={(waitForHuman) => onChange({ ...draft, waitForHuman })}
          />
        )}
      </Field>
    </div>
  )
}

const MODES = [
  { value: '', title: 'As Claude Code is set up' },
  { value: 'acceptEdits', title: 'acceptEdits', help: 'Edits files without asking; asks for the rest' },
  { value: 'auto', title: 'auto', help: 'Claude Code decides what it has to ask' },
  { value: 'plan', title: 'plan', help: 'Only looks and plans' },
  { value: 'dontAsk', title: 'dontAsk', help: 'Denies what is not allowed, without asking' },
  { value: 'manual', title: 'manual', help: 'Asks for everything' },
  { value: 'bypassPermissions', title: 'bypassPermissions', help: 'Asks for nothing. Only in a machine of its own' },
]

/** How Claude Code is started. */
export function AgentFields({ draft, onChange, errors, disabled = false }: PolicyFieldsProps) {
  const known = MODES.some(({ value }) => value === draft.permissionMode)
  const modes = known ? MODES : [...MODES, { value: draft.permissionMode, title: draft.permissionMode }]
  return (
    <div className={PAIR}>
      <Field
        label="Permission mode"
        error={errors.permissionMode}
        help="What it may do without asking. A question waits for you in its terminal."
      >
        {({ id }) => (
          <Select
            id={id}
            label="Permission mode"
            disabled={disabled}
            options={modes}
            value={draft.permissionMode}
            onChange={(permissionMode) => onChange({ ...draft, permissionMode })}
          />
        )}
      </Field>
      <Field
        label="Model"
        error={errors.model}
        help="A name that claude knows, as opus or sonnet. Empty: its own choice."
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            mono
            value={draft.model}
            onChange={(model) => onChange({ ...draft, model })}
          />
        )}
      </Field>
      <Field
        label="Allowed tools"
        error={errors.allowedTools}
        help={'Used without asking, as: Read Edit "Bash(npm test:*)"'}
        className="sm:col-span-2"
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            mono
            value={draft.allowedTools}
            onChange={(allowedTools) => onChange({ ...draft, allowedTools })}
          />
        )}
      </Field>
    </div>
  )
}

/** A command that must succeed before a series is done. */
export function VerifyField({ draft, onChange, errors, disabled = false }: PolicyFieldsProps) {
  return (
    <Field
      label="Verify with"
      error={errors.verify}
      help="A shell command that must succeed when all tasks are done, as: npm test. Its failure is given back to the agent."
    >
      {(ids) => (
        <TextInput
          {...ids}
          {...{ disabled }}
          mono
          placeholder="none"
          value={draft.verify}
          onChange={(verify) => onChange({ ...draft, verify })}
        />
      )}
    </Field>
  )
}

export function SharedField({ draft, onChange, disabled = false }: PolicyFieldsProps) {
  return (
    <Switch
      label="Share the work tree"
      help="Lets two series work in one folder at once, if both say so. They may get in each other’s way."
      checked={draft.shared}
      disabled={disabled}
      onChange={(shared) => onChange({ ...draft, shared })}
    />
  )
}

export function ClaudePathField({ draft, onChange, errors, disabled = false }: PolicyFieldsProps) {
  return (
    <Field label="Path of claude" error={errors.claudePath} help="The program to start. Empty: the one on your PATH.">
      {(ids) => (
        <TextInput
          {...ids}
          {...{ disabled }}
          mono
          placeholder="claude"
          value={draft.claudePath}
          onChange={(claudePath) => onChange({ ...draft, claudePath })}
        />
      )}
    </Field>
  )
}

function shown(value: number | undefined, none = ''): string {
  return value === undefined ? none : value.toLocaleString('en')
}
