import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FIELD_PAIR, type PolicyFieldsProps } from './policy-fields.ts'

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
    <div className={FIELD_PAIR}>
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
