import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { useRef } from 'react'
import { classes } from '../../ui/classes.ts'
import { GROUP_TITLES, type GroupName } from './board-groups.ts'
import type { BoardItem, Step } from './board-items.ts'
import { BoardRowView } from './board-row.tsx'

/** Up to so many lines all are drawn; of more only those in sight and a few around them. */
const DRAW_ALL = 100
const AROUND = 8
/** px, until a line has been measured. */
const LINE = { head: 34, row: 56 }

export interface BoardListProps {
  items: readonly BoardItem[]
  activeId: string | null
  canControl: boolean
  onFocusRow: (id: string) => void
  onStep: (step: Step) => void
  onToggle: (name: GroupName) => void
  /** Takes how to bring a row into sight and to focus it. */
  focusRef: { current: (id: string) => void }
}

export function BoardList({ items, activeId, canControl, onFocusRow, onStep, onToggle, focusRef }: BoardListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoises here
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => LINE[items[index]?.kind ?? 'row'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: items.length <= DRAW_ALL ? DRAW_ALL : AROUND,
  })
  focusRef.current = (id) => {
    const index = items.findIndex(({ key }) => key === id)
    if (index < 0) return
    virtualizer.scrollToIndex(index)
    // A row out of sight is drawn only after the scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }),
    )
  }
  return (
    <div ref={scroller} className="@container min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]">
      <ul className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classes('absolute inset-x-0 top-0', item.kind === 'row' && 'border-b border-border')}
              style={{ transform: `translateY(${start}px)` }}
            >
              {item.kind === 'head' ? (
                <Head item={item} onToggle={onToggle} />
              ) : (
                <BoardRowView
                  row={item.row}
                  active={item.key === activeId}
                  canControl={canControl}
                  onFocus={onFocusRow}
                  onStep={onStep}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function Head({ item, onToggle }: { item: Extract<BoardItem, { kind: 'head' }>; onToggle: (name: GroupName) => void }) {
  const { name, count, open } = item
  return (
    <h2 className="border-b border-border bg-bg pt-2">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onToggle(name)}
        className="flex h-7 w-full items-center gap-1.5 px-3 text-left text-sm font-semibold hover:bg-surface-2"
      >
        <ChevronRight
          aria-hidden
          className={classes('size-3.5 text-muted transition-transform', open && 'rotate-90')}
        />
        <span className={name === 'needs' ? 'text-attention' : undefined}>{GROUP_TITLES[name]}</span>
        <span className="font-normal text-muted">{count}</span>
      </button>
    </h2>
  )
}
