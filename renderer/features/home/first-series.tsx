import { Plus } from 'lucide-react'
import { Mark } from '../../app/mark.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { openStart } from '../start/start-store.ts'
import { ScanProgress } from './scan-progress.tsx'

const STEPS = [
  ['Choose a folder and a task', 'Tasks come from the folder’s dev-docs, or from a description that you write.'],
  [
    'Claude Code works on it',
    'In a real terminal, which you can watch and type into. Baton measures how full its context is.',
  ],
  [
    'It hands over before it is full',
    'It writes its state to disk, Baton checks it, and a fresh session goes on. Over and over.',
  ],
] as const

/** Home before there is any series: what a series is and how to start one. */
export function FirstSeries({ canControl }: { canControl: boolean }) {
  const keys = useShortcutKeys('new-series')
  return (
    <>
      <ScreenHeader title="Home" />
      <ScanProgress />
      <div className="min-h-0 flex-1 overflow-y-auto pt-[6vh]">
        <EmptyState
          icon={<Mark className="size-12!" />}
          title="Start your first series"
          action={
            <Button variant="primary" icon={<Plus />} disabled={!canControl} onClick={() => openStart()}>
              Start a series
              {keys !== '' && <Kbd keys={keys} />}
            </Button>
          }
          command="baton run --project . --task my-task"
        >
          A series is one task, carried through as many Claude Code sessions as it takes.
          {!canControl && <p className="mt-2">This page may only look: start one where you have control.</p>}
        </EmptyState>
        <ol className="mx-auto grid max-w-4xl gap-4 px-6 pb-12 sm:grid-cols-3">
          {STEPS.map(([title, text], index) => (
            <li key={title} className="rounded-lg border border-border bg-surface p-4">
              <p className="font-semibold">
                <span className="mr-1.5 text-muted">{index + 1}</span>
                {title}
              </p>
              <p className="mt-1 text-muted text-pretty">{text}</p>
            </li>
          ))}
        </ol>
      </div>
    </>
  )
}
