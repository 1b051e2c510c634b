import { useState } from 'react'
import type { NoticeKind } from '../../../contract/notice.ts'
import { isDesktop } from '../../client/host.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { Part, type SectionProps } from './section.tsx'

const KINDS: { kind: NoticeKind; label: string; help: string }[] = [
  { kind: 'attention', label: 'Needs you', help: 'A series cannot go on without you' },
  { kind: 'permission', label: 'Permission or question', help: 'The agent asks for something in its terminal' },
  { kind: 'alert', label: 'Alert', help: 'A rule fired; see Alerts' },
  { kind: 'finished', label: 'Series done', help: 'It is completed or stopped' },
  { kind: 'cycle', label: 'Cycle done', help: 'A session handed over and the next one works' },
  { kind: 'due', label: 'Context is due', help: 'A checkpoint was asked for' },
  { kind: 'soft', label: 'Soft point', help: 'The context passed its soft point' },
  { kind: 'limit', label: 'Limit', help: 'The model answered with a limit; the series waits' },
  { kind: 'limit-over', label: 'Limit over', help: 'The wait for a limit is over' },
]

/** What a person is told of, and when not. */
export function NotificationsSection({ draft, onChange, errors, disabled }: SectionProps) {
  const { notifications } = draft
  const { enabled, kinds, quiet, from, to, urgentInQuietHours } = notifications
  const set = (change: Partial<typeof notifications>): void =>
    onChange({ ...draft, notifications: { ...notifications, ...change } })
  return (
    <>
      <Part title="Notifications" help="You are not told of what you look at, and of one thing only once.">
        <Switch label="Tell me" checked={enabled} disabled={disabled} onChange={(next) => set({ enabled: next })} />
        {!isDesktop(window) && <BrowserPermission />}
      </Part>
      <Part title="Tell me of">
        <div className="grid gap-x-8 sm:grid-cols-2">
          {KINDS.map(({ kind, label, help }) => (
            <Switch
              key={kind}
              label={label}
              help={help}
              checked={kinds[kind] ?? true}
              disabled={disabled || !enabled}
              onChange={(on) => set({ kinds: withKind(kinds, kind, on) })}
            />
          ))}
        </div>
      </Part>
      <Part title="Quiet hours" help="No notification in these hours, by the clock of the machine that Baton runs on.">
        <Switch label="Keep quiet" checked={quiet} disabled={disabled} onChange={(next) => set({ quiet: next })} />
        <div className="grid max-w-sm grid-cols-2 gap-4">
          <Field label="From" error={errors.from}>
            {(ids) => (
              <TextInput
                {...ids}
                type="time"
                disabled={disabled || !quiet}
                value={from}
                onChange={(next) => set({ from: next })}
              />
            )}
          </Field>
          <Field label="To" error={errors.to}>
            {(ids) => (
              <TextInput
                {...ids}
                type="time"
                disabled={disabled || !quiet}
                value={to}
                onChange={(next) => set({ to: next })}
              />
            )}
          </Field>
        </div>
        <Switch
          label="Tell me of what needs me all the same"
          checked={urgentInQuietHours}
          disabled={disabled || !quiet}
          onChange={(next) => set({ urgentInQuietHours: next })}
        />
      </Part>
    </>
  )
}

/** Kinds that are not named are on. */
function withKind(kinds: Partial<Record<NoticeKind, boolean>>, kind: NoticeKind, on: boolean) {
  const { [kind]: _before, ...rest } = kinds
  return on ? rest : { ...rest, [kind]: false }
}

type Permission = NotificationPermission | 'unsupported'

/** A browser asks once, and only when a person pressed something. */
function BrowserPermission() {
  const [permission, setPermission] = useState<Permission>(() =>
    'Notification' in window ? Notification.permission : 'unsupported',
  )
  const ask = async (): Promise<void> => setPermission(await Notification.requestPermission())
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-border bg-surface-2 p-3">
      <p className="min-w-0 flex-1">{WORDS[permission]}</p>
      {permission === 'default' && <Button onClick={() => void ask()}>Allow in this browser</Button>}
    </div>
  )
}

const WORDS: Record<Permission, string> = {
  granted: 'This browser shows notifications of Baton while its page is open.',
  denied: 'This browser does not allow notifications of this page. Change that in its settings for this address.',
  default: 'This browser was not asked yet. Until then Baton tells you within its page.',
  unsupported: 'This browser has no notifications for this page. Baton tells you within it.',
}
