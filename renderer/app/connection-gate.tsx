import { Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Connection } from '../client/types.ts'
import { useBoard } from '../stores/board.ts'
import { core, useConnection } from '../stores/core.ts'
import { Age } from '../ui/age.tsx'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Loading } from '../ui/spinner.tsx'
import { useNowText } from '../ui/use-now.ts'
import { Mark } from './mark.tsx'

/** Shows the page where there is something to show; else how the page stands with its core and what to do. */
export function ConnectionGate({ children }: { children: ReactNode }) {
  const connection = useConnection()
  const ready = useBoard((state) => state.ready)
  if (connection.status === 'refused') return <Refused why={connection.why} />
  if (!ready) return connection.status === 'lost' ? <NeverThere connection={connection} /> : <Connecting />
  const gone = connection.status !== 'open'
  return (
    <div className="flex h-full flex-col">
      {gone && <LostBar connection={connection} />}
      {/* What was last known stays in sight, and looks like what it is: old. */}
      <div className={classes('flex min-h-0 flex-1', gone && 'grayscale')}>{children}</div>
    </div>
  )
}

type Lost = Extract<Connection, { status: 'lost' }>

function LostBar({ connection }: { connection: Connection }) {
  const heardAt = useBoard((state) => state.heardAt)
  return (
    <output className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border bg-surface-3 px-4 py-1.5">
      <Unplug aria-hidden className="size-4 text-attention" />
      <span>
        <strong className="font-semibold">Not connected to Baton.</strong> What you see was last heard{' '}
        <Age at={heardAt} />. Series go on without this page.
      </span>
      {connection.status === 'lost' && (
        <span className="ml-auto flex items-center gap-3 text-muted">
          <Countdown connection={connection} />
          <Button size="sm" onClick={() => core().retry()}>
            Retry now
          </Button>
        </span>
      )}
    </output>
  )
}

function Countdown({ connection }: { connection: Lost }) {
  return useNowText((now) => {
    const seconds = Math.ceil((connection.retryAt - now) / 1_000)
    return seconds > 0 ? `${connection.why}; next try in ${seconds} s` : `${connection.why}; trying…`
  })
}

function Connecting() {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Baton</h1>
      <Loading what="Connecting to Baton…" />
    </main>
  )
}

function NeverThere({ connection }: { connection: Lost }) {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Baton</h1>
      <EmptyState
        icon={<Unplug />}
        title="Baton does not answer"
        action={
          <Button variant="primary" onClick={() => core().retry()}>
            Retry now
          </Button>
        }
        command="baton serve"
      >
        <p>
          <Countdown connection={connection} />
        </p>
        <p className="mt-2">Baton may have been ended. Start it again; this page goes on by itself then.</p>
      </EmptyState>
    </main>
  )
}

function Refused({ why }: { why: string }) {
  return (
    <main className="flex h-full items-center justify-center">
      <h1 className="sr-only">Baton</h1>
      <EmptyState
        icon={<Mark className="size-12!" />}
        title="This browser is not let in"
        action={<Button onClick={() => window.location.reload()}>Try again</Button>}
        command="baton open"
      >
        <p>{why.charAt(0).toUpperCase() + why.slice(1)}</p>
        <p className="mt-2">
          Each browser is let in once, by an address with a one-time code. Have Baton open a new one: with the command
          below on the machine where it runs, or in Settings › Access of a page that has control.
        </p>
      </EmptyState>
    </main>
  )
}
