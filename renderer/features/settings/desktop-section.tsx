import { isDesktop } from '../../client/host.ts'
import { Switch } from '../../ui/switch.tsx'
import { Part, type SectionProps } from './section.tsx'

export function DesktopSection({ draft, onChange, disabled }: SectionProps) {
  const { desktop } = draft
  const set = (change: Partial<typeof desktop>): void => onChange({ ...draft, desktop: { ...desktop, ...change } })
  return (
    <Part
      title="Desktop app"
      help={
        isDesktop(window)
          ? undefined
          : 'For the desktop app only: what you set here has no effect on this browser, and holds when the app is opened.'
      }
    >
      <Switch
        label="Start at login"
        help="Baton waits in the tray"
        checked={desktop.launchAtLogin}
        disabled={disabled}
        onChange={(launchAtLogin) => set({ launchAtLogin })}
      />
      <Switch
        label="Keep the machine awake"
        help="While a series runs"
        checked={desktop.keepAwake}
        disabled={disabled}
        onChange={(keepAwake) => set({ keepAwake })}
      />
      <Switch
        label="Close to the tray"
        help="Closing the window keeps Baton and its series running, where there is a tray"
        checked={desktop.closeToTray}
        disabled={disabled}
        onChange={(closeToTray) => set({ closeToTray })}
      />
    </Part>
  )
}
