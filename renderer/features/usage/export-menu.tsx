import { Download, FileJson, FileSpreadsheet } from 'lucide-react'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast-list.ts'
import type { UsageAddress } from './address.ts'
import type { DayRange } from './days.ts'
import { SLICE_TITLES } from './names.ts'
import { saveFile } from './save-file.ts'
import { MOST_ROWS, usageQuery } from './usage-query.ts'

type Format = 'csv' | 'json'
/** Each row as fine as the ledger's sums are, as `baton usage --json` has them. */
const FINEST = ['day', 'project', 'agent', 'model', 'costSource'] as const

/** What is in sight, or every day by itself, as a file. */
export function ExportMenu({ address, range }: { address: UsageAddress; range: DayRange }) {
  const save = async (format: Format, fine: boolean): Promise<void> => {
    const trail = address.part === 'overview' ? address.trail : []
    const by = fine ? [...FINEST] : [address.by]
    const query = usageQuery(range, trail, { by, order: fine ? 'key' : 'cost', limit: MOST_ROWS })
    const file = await runCommand('usage.export', { ...query, format }, { pending: 'Writing the file…' })
    if (!file.ok) return
    saveFile(file.value.name, file.value.text)
    toast({ title: 'Exported', body: file.value.name, kind: 'done' })
  }
  const seen = `By ${SLICE_TITLES[address.by].toLowerCase()}`
  return (
    <Menu
      trigger={
        <Button size="sm" icon={<Download />}>
          Export
        </Button>
      }
    >
      <MenuItem icon={<FileSpreadsheet />} onSelect={() => void save('csv', false)}>
        {seen}, CSV
      </MenuItem>
      <MenuItem icon={<FileJson />} onSelect={() => void save('json', false)}>
        {seen}, JSON
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<FileSpreadsheet />} onSelect={() => void save('csv', true)}>
        Every day, project and model, CSV
      </MenuItem>
      <MenuItem icon={<FileJson />} onSelect={() => void save('json', true)}>
        Every day, project and model, JSON
      </MenuItem>
    </Menu>
  )
}
