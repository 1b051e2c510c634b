import {
  AArrowDown,
  AArrowUp,
  ALargeSmall,
  ArrowLeft,
  ArrowRight,
  ClipboardPaste,
  Copy,
  EllipsisVertical,
  PanelRight,
  Search,
  TextSelect,
  Volume2,
  X,
} from 'lucide-react'
import { useCanControl } from '../../stores/core.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import type { PaneTerminal } from './pane-terminal.ts'
import { closeTab, moveTab, moveToNextPane } from './tabs.ts'
import { changeTabs, stepFont, toggleScreenReader, useLook, useTabs } from './tabs-store.ts'

/** All that can be done with one terminal; what keys do, too. */
export function PaneMenu({ terminal }: { terminal: PaneTerminal }) {
  const { id } = terminal
  const reader = useLook((look) => look.screenReader)
  const split = useTabs((state) => state.panes.length > 1)
  const mayType = useCanControl()
  const searchKeys = useShortcutKeys('terminal-search')
  const closeKeys = useShortcutKeys('terminal-close')
  return (
    <Menu side="top" trigger={<IconButton label="More" icon={<EllipsisVertical />} />}>
      <MenuItem icon={<Copy />} keys="mod+shift+c" onSelect={() => terminal.copy()}>
        Copy
      </MenuItem>
      <MenuItem icon={<ClipboardPaste />} keys="mod+v" disabled={!mayType} onSelect={() => terminal.paste()}>
        Paste
      </MenuItem>
      <MenuItem icon={<TextSelect />} onSelect={() => terminal.selectAll()}>
        Select all
      </MenuItem>
      <MenuItem icon={<Search />} keys={searchKeys} onSelect={() => terminal.setSearching(true)}>
        Search
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<AArrowUp />} keys="mod++" onSelect={() => stepFont(id, 1)}>
        Larger text
      </MenuItem>
      <MenuItem icon={<AArrowDown />} keys="mod+-" onSelect={() => stepFont(id, -1)}>
        Smaller text
      </MenuItem>
      <MenuItem icon={<ALargeSmall />} keys="mod+0" onSelect={() => stepFont(id, 0)}>
        Text size of the settings
      </MenuItem>
      <MenuItem icon={<Volume2 />} onSelect={toggleScreenReader}>
        {reader ? 'Screen reader support: switch off' : 'Screen reader support: switch on'}
      </MenuItem>
      <MenuSeparator />
      {split && (
        <MenuItem icon={<PanelRight />} onSelect={() => changeTabs(moveToNextPane)}>
          Move to the next pane
        </MenuItem>
      )}
      <MenuItem icon={<ArrowLeft />} onSelect={() => changeTabs((state) => moveTab(state, id, -1))}>
        Move the tab left
      </MenuItem>
      <MenuItem icon={<ArrowRight />} onSelect={() => changeTabs((state) => moveTab(state, id, 1))}>
        Move the tab right
      </MenuItem>
      <MenuItem icon={<X />} keys={closeKeys} onSelect={() => changeTabs((state) => closeTab(state, id))}>
        Close the tab
      </MenuItem>
    </Menu>
  )
}
