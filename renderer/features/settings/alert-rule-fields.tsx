import { CircleAlert } from 'lucide-react'
import { ALERT_FACTS, alertBelow, alertFigure } from '../../../contract/alert-words.ts'
import { AlertFact } from '../../../contract/alerts.ts'
import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { AGENT_OPTIONS } from './agent-options.ts'
import type { AlertRuleCardProps } from './alert-rule-card.tsx'
import { USUAL_ABOVE } from './alerts-draft.ts'
import { FIELD_PAIR } from './policy-fields.ts'

const FACTS = AlertFact.options.map((value) => ({ value, title: ALERT_FACTS[value].title }))

export function AlertRuleFields({ rule, channels, errors, disabled, onChange }: Omit<AlertRuleCardProps, 'onRemove'>) {
  const { fact, above, below } = rule
  const { unit, help } = ALERT_FACTS[fact]
  const set = (change: Partial<typeof rule>): void => onChange({ ...rule, ...change })
  const usualBelow = above === null ? undefined : alertFigure(fact, alertBelow({ above, below: null }))
  return (
    <div className="grid gap-3 border-t border-border px-3 pt-3 pb-2">
      <div className={FIELD_PAIR}>
        <Field label="Fact" help={help}>
          {({ id }) => (
            <Select
              id={id}
              label="Fact"
              options={FACTS}
              value={fact}
              disabled={disabled}
              onChange={(next) => set({ fact: next, above: USUAL_ABOVE[next], below: null })}
            />
          )}
        </Field>
        <Field label="Name" error={errors['id']}>
          {(ids) => <TextInput {...ids} mono disabled={disabled} value={rule.id} onChange={(id) => set({ id })} />}
        </Field>
        <Field label="Fires at" error={errors['above']}>
          {(ids) => (
            <NumberInput
              {...ids}
              unit={unit}
              min={0}
              disabled={disabled}
              value={above}
              onChange={(value) => set({ above: value })}
            />
          )}
        </Field>
        <Field label="Is over below" help={usualBelow && `Empty: ${usualBelow}`} error={errors['below']}>
          {(ids) => (
            <NumberInput
              {...ids}
              unit={unit}
              min={0}
              disabled={disabled}
              value={below}
              onChange={(value) => set({ below: value })}
            />
          )}
        </Field>
        <Field label="When it has stood for" help="0: at once." error={errors['forMinutes']}>
          {(ids) => (
            <NumberInput
              {...ids}
              unit="min"
              min={0}
              disabled={disabled}
              value={rule.forMinutes}
              onChange={(value) => set({ forMinutes: value })}
            />
          )}
        </Field>
        <Field label="Only of" error={errors['agent']}>
          {({ id }) => (
            <Select
              id={id}
              label="Only of"
              options={AGENT_OPTIONS}
              value={rule.agent ?? 'any'}
              disabled={disabled}
              onChange={(agent) => set({ agent: agent === 'any' ? null : agent })}
            />
          )}
        </Field>
      </div>
      <Field label="Only in the project" help="The whole path of its folder. Empty: any." error={errors['project']}>
        {(ids) => (
          <TextInput
            {...ids}
            mono
            placeholder="/home/me/project"
            disabled={disabled}
            value={rule.project}
            onChange={(project) => set({ project })}
          />
        )}
      </Field>
      <fieldset className="grid gap-x-8 sm:grid-cols-2">
        <legend className="font-medium">Tell over</legend>
        {channelsOf(rule.channels, channels).map(({ id, title }) => (
          <Switch
            key={id}
            label={title}
            checked={rule.channels.includes(id)}
            disabled={disabled}
            onChange={(on) => set({ channels: withChannel(rule.channels, id, on) })}
          />
        ))}
        {errors['channels'] !== undefined && (
          <p role="alert" className="col-span-full flex gap-1 text-sm text-failed">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {errors['channels']}
          </p>
        )}
      </fieldset>
      <Switch
        label="Urgent"
        help="Webhooks and commands are told in quiet hours, too; the desktop if your notifications say so"
        checked={rule.urgent}
        disabled={disabled}
        onChange={(urgent) => set({ urgent })}
      />
    </div>
  )
}

/** Those that there are, and those that the rule names though they are gone. */
function channelsOf(named: readonly string[], own: readonly string[]): { id: string; title: string }[] {
  const known = [
    { id: 'in-app', title: 'In-app' },
    { id: 'desktop', title: 'Desktop notification' },
    ...[...new Set(own)].map((id) => ({ id, title: id })),
  ]
  const gone = named.filter((id) => !known.some((one) => one.id === id))
  return [...known, ...[...new Set(gone)].map((id) => ({ id, title: `${id} (there is none)` }))]
}

function withChannel(channels: readonly string[], id: string, on: boolean): string[] {
  return on ? [...channels, id] : channels.filter((one) => one !== id)
}
