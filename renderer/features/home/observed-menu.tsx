import { ChartColumn, Copy, Ellipsis, Import } from 'lucide-react'
import type { ObservedSession } from '../../../contract/observed.ts'
import { goTo } from '../../app/navigate.ts'
import { usagePath } from '../../app/routes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast-list.ts'
import { openAdopt } from '../adopt/adopt-store.ts'
import { observedTitle } from './observed-words.ts'

export interface ObservedMenuProps {
  session: ObservedSession
  canControl: boolean
  /** The Tab key reaches it. */
  tabIndex: number
}

/** What can be done with a session that Baton does not host. */
export function ObservedMenu({ session, canControl, tabIndex }: ObservedMenuProps) {
  const { sessionId, adopt } = session
  const title = observedTitle(session)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(sessionId).then(
      () => toast({ title: 'Copied', body: sessionId, kind: 'done' }),
      () =>
        toast({ title: 'Not copied', body: `The browser does not allow it. The id is ${sessionId}`, kind: 'problem' }),
    )
  }
  return (
    <div className="relative z-1 col-start-3 row-start-1 flex justify-end gap-0.5 @min-[56rem]:col-start-7">
      {adopt.can && (
        <IconButton
          label={`Adopt ${title}`}
          icon={<Import />}
          tabIndex={tabIndex}
          aria-disabled={!canControl}
          onClick={() => canControl && openAdopt(session)}
        />
      )}
      <Menu trigger={<IconButton label={`More for ${title}`} icon={<Ellipsis />} tabIndex={tabIndex} />}>
        <MenuItem icon={<Import />} disabled={!canControl || !adopt.can} onSelect={() => openAdopt(session)}>
          {adopt.why === null ? 'Adopt…' : `Adopt: ${adopt.why}`}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<ChartColumn />} onSelect={() => goTo(usagePath({ session: sessionId, range: 'all' }))}>
          Open its usage
        </MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void copy()}>
          Copy its id
        </MenuItem>
      </Menu>
    </div>
  )
}
