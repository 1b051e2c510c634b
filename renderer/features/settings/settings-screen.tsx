import { type FC, useEffect, useState } from 'react'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { useSettings } from '../../stores/board.ts'
import { runCommand } from '../../stores/commands.ts'
import { useCanControl } from '../../stores/core.ts'
import { classes } from '../../ui/classes.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { toast, toastProblem } from '../../ui/toast-list.ts'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { AboutSection } from './about-section.tsx'
import { AccessSection } from './access-section.tsx'
import { AlertsSection } from './alerts-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { DesktopSection } from './desktop-section.tsx'
import { NotificationsSection } from './notifications-section.tsx'
import { AgentSection, LimitsSection } from './policy-sections.tsx'
import { SaveBar } from './save-bar.tsx'
import type { SectionProps } from './section.tsx'
import { settingsOfDraft } from './settings-draft.ts'
import { isBehind, isDirty, keepMine, settingsArrived, startForm } from './settings-form.ts'
import { setForm, useSettingsForm } from './settings-store.ts'
import { ShortcutsSection } from './shortcuts-section.tsx'
import { TelemetrySection } from './telemetry-section.tsx'
import { ThresholdsSection } from './thresholds-section.tsx'
import { UsageSection } from './usage-section.tsx'

const SECTIONS: { name: string; title: string; Section: FC<SectionProps> }[] = [
  { name: 'thresholds', title: 'Thresholds', Section: ThresholdsSection },
  { name: 'limits', title: 'Limits', Section: LimitsSection },
  { name: 'agent', title: 'Agent', Section: AgentSection },
  { name: 'notifications', title: 'Notifications', Section: NotificationsSection },
  { name: 'alerts', title: 'Alerts', Section: AlertsSection },
  { name: 'telemetry', title: 'Telemetry', Section: TelemetrySection },
  { name: 'usage', title: 'Usage', Section: UsageSection },
  { name: 'appearance', title: 'Appearance', Section: AppearanceSection },
  { name: 'shortcuts', title: 'Shortcuts', Section: ShortcutsSection },
  { name: 'desktop', title: 'Desktop', Section: DesktopSection },
  { name: 'access', title: 'Access', Section: AccessSection },
  { name: 'about', title: 'About', Section: AboutSection },
]

/** What a person sets once for all their series. `section` null or unknown: the first. */
export function SettingsScreen({ section }: { section: string | null }) {
  const now = useSettings()
  const form = useSettingsForm((state) => state.form)
  const canControl = useCanControl()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (now !== null) setForm(settingsArrived(useSettingsForm.getState().form, now))
  }, [now])

  const checked = form === null ? null : settingsOfDraft(form.draft, form.base.settings)
  const dirty = form !== null && isDirty(form)
  const behind = form !== null && now !== null && dirty && isBehind(form, now)
  const save = async (): Promise<void> => {
    if (form === null || checked === null || checked.settings === null || busy || behind) return
    setBusy(true)
    const saved = await runCommand(
      'settings.set',
      { settings: checked.settings, revision: form.base.revision },
      { tell: false, pending: 'Saving…' },
    )
    setBusy(false)
    if (saved.ok) {
      const typedOn = useSettingsForm.getState().form?.draft
      // What was typed while it was saved is not lost.
      const going = typedOn !== undefined && typedOn !== form.draft
      setForm(going ? { base: saved.value, draft: typedOn } : startForm(saved.value))
      toast({ title: 'Settings saved', kind: 'done' })
    } else if (saved.problem.code !== 'settings-changed') toastProblem(saved.problem)
  }
  useShortcut('save', () => void save(), dirty && canControl)

  if (now === null || form === null || checked === null) return <Loading what="Reading the settings…" />
  const here = SECTIONS.find(({ name }) => name === section) ?? SECTIONS[0]
  if (here === undefined) return null
  return (
    <>
      <ScreenHeader title="Settings" />
      <div className="flex min-h-0 flex-1">
        <nav aria-label="Sections" className="w-44 shrink-0 overflow-y-auto border-r border-border p-2">
          <ul className="grid gap-0.5">
            {SECTIONS.map(({ name, title }) => (
              <li key={name}>
                <a
                  href={hrefOf(settingsPath(name))}
                  aria-current={name === here.name ? 'page' : undefined}
                  className={classes(
                    'flex h-8 items-center rounded-md px-2.5',
                    name === here.name ? 'bg-surface-3 font-medium' : 'text-muted hover:bg-surface-2 hover:text-text',
                  )}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0 flex-1 overflow-y-auto bg-surface [scrollbar-gutter:stable]">
          <div className="mx-auto grid max-w-3xl gap-5 px-6 py-5">
            <h2 className="text-xl font-semibold">{here.title}</h2>
            {now.problem !== null && (
              <div className="grid gap-1">
                <ProblemView problem={now.problem} />
                <p className="text-sm text-muted">
                  Until then the last good settings hold. Saving here writes the file anew and keeps the present one
                  beside it.
                </p>
              </div>
            )}
            {!canControl && (
              <p className="text-muted">
                This page may only look, or is not connected: nothing can be changed here now.
              </p>
            )}
            <div className="grid gap-5">
              <here.Section
                draft={form.draft}
                errors={checked.errors}
                disabled={!canControl}
                onChange={(draft) => setForm({ ...form, draft })}
              />
            </div>
          </div>
        </div>
      </div>
      <SaveBar
        dirty={dirty}
        wrong={checked.settings === null ? Object.keys(checked.errors).length : 0}
        behind={behind}
        busy={busy}
        onSave={() => void save()}
        onDiscard={() => setForm(startForm(now))}
        onKeepMine={() => setForm(keepMine(form, now))}
      />
    </>
  )
}

export default SettingsScreen
