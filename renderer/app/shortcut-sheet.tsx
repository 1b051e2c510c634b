import { useSettings } from '../stores/board.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { hrefOf } from './navigate.ts'
import { settingsPath } from './routes.ts'
import { SHORTCUTS, shortcutKeys } from './shortcut-list.ts'

const PLACES = [...new Set(SHORTCUTS.map(({ place }) => place))]
/** Keys that no setting changes: they belong to the thing that has the focus. */
const FIXED = [
  { title: 'Row above and below', keys: 'arrowup arrowdown' },
  { title: 'First and last row', keys: 'home end' },
  { title: 'Open the row', keys: 'enter' },
  { title: 'Close what is open', keys: 'escape' },
]

/** All shortcuts as they are now. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const settings = useSettings()
  const keys = shortcutKeys(settings?.settings.shortcuts ?? {})
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Shortcuts"
      width="lg"
      reading
      description={
        <>
          Change them in{' '}
          <a href={hrefOf(settingsPath('shortcuts'))} onClick={onClose} className="text-accent underline">
            Settings
          </a>
          .
        </>
      }
    >
      <div className="columns-1 gap-8 md:columns-2">
        {PLACES.map((place) => (
          <Group
            key={place}
            title={place}
            rows={SHORTCUTS.filter((shortcut) => shortcut.place === place).map(({ action, title }) => ({
              title,
              keys: keys[action],
            }))}
          />
        ))}
        <Group title="In lists" rows={FIXED} />
      </div>
    </Dialog>
  )
}

function Group({ title, rows }: { title: string; rows: { title: string; keys: string }[] }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 font-semibold">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.title} className="flex min-h-7 items-center justify-between gap-4">
            <dt>{row.title}</dt>
            <dd>{row.keys === '' ? <span className="text-muted">off</span> : <Kbd keys={row.keys} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
