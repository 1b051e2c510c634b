import { Columns2, Grid2x2, Rows2, Square } from 'lucide-react'
import { Segmented } from '../../ui/segmented.tsx'
import { setLayout, type Layout } from './tabs.ts'
import { changeTabs, useTabs } from './tabs-store.ts'

const OPTIONS: { value: Layout; title: React.ReactNode; name: string }[] = [
  { value: 'single', title: <Square />, name: 'One terminal' },
  { value: 'columns', title: <Columns2 />, name: 'Two side by side' },
  { value: 'rows', title: <Rows2 />, name: 'Two, one above the other' },
  { value: 'grid', title: <Grid2x2 />, name: 'Four' },
]

/** How many terminals are on the screen, and how they lie. */
export function LayoutChoice() {
  const layout = useTabs((state) => state.layout)
  return (
    <Segmented
      label="Layout"
      options={OPTIONS}
      value={layout}
      onChange={(next) => changeTabs((state) => setLayout(state, next))}
    />
  )
}
