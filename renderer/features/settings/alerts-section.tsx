import { Plus } from 'lucide-react'
import { hrefOf } from '../../app/navigate.ts'
import { alertsPath, settingsPath } from '../../app/routes.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { AlertCommandCard } from './alert-command-card.tsx'
import { AlertRuleCard } from './alert-rule-card.tsx'
import { AlertTestButton } from './alert-test-button.tsx'
import { AlertWebhookCard } from './alert-webhook-card.tsx'
import { freeName, newRule, type AlertsDraft } from './alerts-draft.ts'
import { Part, type SectionProps } from './section.tsx'

const LINK = 'text-accent underline underline-offset-2'

/** Rules over facts, and whom they tell. */
export function AlertsSection({ draft, onChange, errors, disabled }: SectionProps) {
  const { alerts } = draft
  const { enabled, rules, webhooks, commands } = alerts
  const set = (change: Partial<AlertsDraft>): void => onChange({ ...draft, alerts: { ...alerts, ...change } })
  const channels = [...webhooks, ...commands].map(({ id }) => id)
  const off = disabled || !enabled
  const errorsOf = (part: 'rules' | 'webhooks' | 'commands', index: number): Record<string, string> => {
    const prefix = `alert ${part} ${index} `
    const own = Object.entries(errors).filter(([place]) => place.startsWith(prefix))
    return Object.fromEntries(own.map(([place, text]) => [place.slice(prefix.length), String(text)]))
  }
  return (
    <>
      <Part
        title="When a rule fires"
        help={
          <>
            A rule fires when a fact stands at its threshold, and is over when it falls below. What fired is on{' '}
            <a className={LINK} href={hrefOf(alertsPath())}>
              Alerts
            </a>
            . Quiet hours are those of{' '}
            <a className={LINK} href={hrefOf(settingsPath('notifications'))}>
              Notifications
            </a>
            .
          </>
        }
      >
        <Switch label="Alerts are on" checked={enabled} disabled={disabled} onChange={(on) => set({ enabled: on })} />
        <div className="flex flex-wrap gap-x-2 gap-y-2">
          <AlertTestButton channel="in-app" label="Test in-app" ready disabled={disabled} />
          <AlertTestButton channel="desktop" label="Test desktop" ready disabled={disabled} />
        </div>
      </Part>
      <Part
        title="Rules"
        action={<Add label="Add a rule" disabled={off} onClick={() => set({ rules: [...rules, newRule(rules)] })} />}
      >
        {rules.length === 0 && <p className="text-muted">No rule: nothing ever fires.</p>}
        <ul className="grid gap-2">
          {rules.map((rule, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- its name is edited here, its place is not
            <li key={index}>
              <AlertRuleCard
                rule={rule}
                channels={channels}
                errors={errorsOf('rules', index)}
                disabled={off}
                onChange={(next) => set({ rules: rules.with(index, next) })}
                onRemove={() => set({ rules: rules.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ul>
      </Part>
      <Part
        title="Webhooks"
        help="Each gets the rule, the figure and names, as JSON: no prompt, no path. https, or http to this machine; redirects are not followed."
        action={
          <Add
            label="Add a webhook"
            disabled={off}
            onClick={() =>
              set({ webhooks: [...webhooks, { id: freeName('webhook', webhooks), url: '', secretFile: '' }] })
            }
          />
        }
      >
        <ul className="grid gap-2">
          {webhooks.map((webhook, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- likewise
            <li key={index}>
              <AlertWebhookCard
                webhook={webhook}
                errors={errorsOf('webhooks', index)}
                disabled={off}
                onChange={(next) => set({ webhooks: webhooks.with(index, next) })}
                onRemove={() => set({ webhooks: webhooks.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ul>
      </Part>
      <Part
        title="Commands"
        help="Run without a shell, for 30 s at most. The same JSON is in the variable BATON_ALERT."
        action={
          <Add
            label="Add a command"
            disabled={off}
            onClick={() => set({ commands: [...commands, { id: freeName('command', commands), words: '' }] })}
          />
        }
      >
        <ul className="grid gap-2">
          {commands.map((command, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- likewise
            <li key={index}>
              <AlertCommandCard
                command={command}
                errors={errorsOf('commands', index)}
                disabled={off}
                onChange={(next) => set({ commands: commands.with(index, next) })}
                onRemove={() => set({ commands: commands.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}

function Add({ label, disabled, onClick }: { label: string; disabled: boolean; onClick: () => void }) {
  return (
    <Button size="sm" icon={<Plus aria-hidden />} disabled={disabled} onClick={onClick}>
      {label}
    </Button>
  )
}
