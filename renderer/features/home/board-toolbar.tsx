import { Search } from 'lucide-react'
import { useRef } from 'react'
import { classes } from '../../ui/classes.ts'
import { projectName } from '../../ui/format.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useShortcut, useShortcutKeys } from '../../ui/use-shortcut.ts'
import { type BoardFilter, GROUP_ORDER, GROUP_TITLES, type GroupName } from './board-groups.ts'

export interface BoardToolbarProps {
  filter: BoardFilter
  onFilter: (filter: BoardFilter) => void
  counts: Record<GroupName, number>
  projects: readonly string[]
  /** There are hosted ones and others to choose from. */
  hosts: boolean
  /** Arrow down or Enter in the search: on to the rows. */
  onLeave: () => void
}

/** Search and filters above the board. */
export function BoardToolbar({ filter, onFilter, counts, projects, hosts, onLeave }: BoardToolbarProps) {
  const search = useRef<HTMLInputElement>(null)
  useShortcut('search', () => search.current?.focus())
  const keys = useShortcutKeys('search')
  const all = GROUP_ORDER.reduce((sum, name) => sum + counts[name], 0)
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-border bg-surface px-4 py-2">
      <div className="relative w-64 max-w-full max-[1000px]:flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
        <TextInput
          ref={search}
          type="search"
          aria-label="Search the board"
          placeholder="Search"
          value={filter.text}
          onChange={(text) => onFilter({ ...filter, text })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              onFilter({ ...filter, text: '' })
              search.current?.blur()
            } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              onLeave()
            }
          }}
          className="pl-8"
        />
        {filter.text === '' && (
          <span aria-hidden className="pointer-events-none absolute top-1.5 right-2">
            <Kbd keys={keys} />
          </span>
        )}
      </div>
      <fieldset
        className={classes(
          'flex flex-wrap gap-1 max-[1000px]:order-last max-[1000px]:basis-full',
          // There are more of them then.
          hosts && 'order-last basis-full',
        )}
      >
        <legend className="sr-only">Show</legend>
        <Chip
          title="All"
          count={all}
          on={filter.group === 'all'}
          onPress={() => onFilter({ ...filter, group: 'all' })}
        />
        {GROUP_ORDER.filter((name) => counts[name] > 0 || filter.group === name).map((name) => (
          <Chip
            key={name}
            title={SHORT_TITLES[name] ?? GROUP_TITLES[name]}
            count={counts[name]}
            on={filter.group === name}
            onPress={() => onFilter({ ...filter, group: filter.group === name ? 'all' : name })}
          />
        ))}
      </fieldset>
      {hosts && (
        <Segmented
          label="Where it runs"
          value={filter.host}
          onChange={(host) => onFilter({ ...filter, host })}
          options={[
            { value: 'all', title: 'All' },
            { value: 'hosted', title: 'Hosted' },
            { value: 'observed', title: 'Elsewhere' },
          ]}
        />
      )}
      {projects.length > 1 && (
        <Select
          label="Project"
          size="sm"
          className="ml-auto max-w-56"
          value={filter.project}
          onChange={(project) => onFilter({ ...filter, project })}
          options={[
            { value: '', title: 'All projects' },
            ...projects.map((path) => ({ value: path, title: projectName(path), help: path })),
          ]}
        />
      )}
    </div>
  )
}

/** Where there is little room. */
const SHORT_TITLES: Partial<Record<GroupName, string>> = { alone: 'No series', elsewhere: 'Elsewhere', past: 'Ended' }

interface ChipProps {
  title: string
  count: number
  on: boolean
  onPress: () => void
}

function Chip({ title, count, on, onPress }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={classes(
        'flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm select-none',
        on ? 'border-accent bg-accent-soft' : 'border-border text-muted hover:bg-surface-2 hover:text-text',
      )}
    >
      {title}
      <span className={on ? undefined : 'text-muted'}>{count}</span>
    </button>
  )
}
