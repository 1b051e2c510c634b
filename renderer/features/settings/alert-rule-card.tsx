import { ChevronRight, CircleAlert, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { ALERT_FACTS, alertFigure } from '../../../contract/alert-words.ts'
import { cleanLine } from '../../../contract/text.ts'
import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { AlertRuleFields } from './alert-rule-fields.tsx'
import type { RuleDraft } from './alerts-draft.ts'

export interface AlertRuleCardProps {
  rule: RuleDraft
  /** Ids of webhooks and commands. */
  channels: readonly string[]
  /** By field. */
  errors: Readonly<Record<string, string>>
  disabled: boolean
  onChange: (rule: RuleDraft) => void
  onRemove: () => void
}

/** One rule in a line, with its fields below it when it is opened or something of it is wrong. */
export function AlertRuleCard({ rule, channels, errors, disabled, onChange, onRemove }: AlertRuleCardProps) {
  const [opened, setOpened] = useState(false)
  const fields = useId()
  const wrong = Object.keys(errors).length > 0
  const open = opened || wrong
  return (
    <section aria-label={`Rule ${rule.id}`} className="rounded-md border border-border">
      <div className="flex items-center gap-2 py-1 pr-2 pl-1">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={fields}
          onClick={() => setOpened(!open)}
          className="flex min-h-10 min-w-0 flex-1 items-center gap-2 rounded px-1.5 text-left hover:bg-surface-2"
        >
          <ChevronRight
            aria-hidden
            className={classes('size-4 shrink-0 text-muted transition-transform', open && 'rotate-90')}
          />
          <span className="min-w-0 flex-1">
            <span className="flex min-w-0 items-baseline gap-2">
              <span className="truncate font-medium">{ruleWords(rule)}</span>
              <code className="shrink-0 font-mono text-sm text-muted">{cleanLine(rule.id, 40)}</code>
            </span>
            <span className="block truncate text-sm text-muted">{tellWords(rule)}</span>
          </span>
          {wrong && (
            <span className="flex shrink-0 items-center gap-1 text-sm text-failed">
              <CircleAlert aria-hidden className="size-3.5" />
              Not in force
            </span>
          )}
        </button>
        <Switch
          label={<span className="sr-only">{`Rule ${rule.id} is on`}</span>}
          checked={rule.enabled}
          disabled={disabled}
          onChange={(enabled) => onChange({ ...rule, enabled })}
        />
        <IconButton label={`Remove the rule ${rule.id}`} icon={<Trash2 />} disabled={disabled} onClick={onRemove} />
      </div>
      <div id={fields} hidden={!open}>
        {open && (
          <AlertRuleFields rule={rule} channels={channels} errors={errors} disabled={disabled} onChange={onChange} />
        )}
      </div>
    </section>
  )
}

function ruleWords({ fact, above }: RuleDraft): string {
  const { title } = ALERT_FACTS[fact]
  return above === null ? title : `${title} at ${alertFigure(fact, above)}`
}

function tellWords({ forMinutes, project, agent, channels, urgent }: RuleDraft): string {
  const parts = [
    forMinutes === null || forMinutes === 0 ? '' : `after ${forMinutes} min`,
    agent ?? '',
    project,
    channels.join(', '),
    urgent ? 'urgent' : '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
