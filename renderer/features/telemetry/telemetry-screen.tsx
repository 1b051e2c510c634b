import { RadioTower, Settings } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TelemetrySession, TelemetryState } from '../../../contract/telemetry.ts'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { buttonClasses } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { FirstSender } from './first-sender.tsx'
import { ForwardCard } from './forward-card.tsx'
import { Pipeline } from './pipeline.tsx'
import { QueueCard } from './queue-card.tsx'
import { ReceivedTable } from './received-table.tsx'
import { ReceiverCard } from './receiver-card.tsx'
import { SendersTable } from './senders-table.tsx'
import { heardAnything } from './telemetry-words.ts'
import { UnknownNames } from './unknown-names.tsx'
import { useTelemetry } from './use-telemetry.ts'

/** What sessions of this machine tell of themselves, how it is taken, and where it goes. */
export function TelemetryScreen() {
  const { told, problem } = useTelemetry()
  return (
    <>
      <ScreenHeader title="Telemetry">
        <a href={hrefOf(settingsPath('telemetry'))} className={buttonClasses('secondary', 'sm')}>
          <Settings aria-hidden />
          Telemetry settings
        </a>
      </ScreenHeader>
      <section
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by itself: the keyboard must reach it
        tabIndex={0}
        aria-label="Telemetry"
        className="@container min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]"
      >
        <div className="mx-auto grid max-w-[110rem] gap-3 p-4">
          {/* That the connection is gone is said for the whole page. */}
          {problem !== null && (told === null || problem.code !== 'core-gone') && <ProblemView problem={problem} />}
          {told === null && problem === null && <Loading what="Asking the receiver…" />}
          {told !== null && told.state === null && <SwitchedOff />}
          {told !== null && told.state !== null && <Told state={told.state} senders={told.senders} />}
        </div>
      </section>
    </>
  )
}

export default TelemetryScreen

function Told({ state, senders }: { state: TelemetryState; senders: readonly TelemetrySession[] }) {
  const quiet = senders.length === 0 && !heardAnything(state)
  return (
    <>
      {quiet && <FirstSender receivers={state.receivers} />}
      <Row>
        {state.receivers.map((receiver) => (
          <ReceiverCard key={receiver.protocol} receiver={receiver} />
        ))}
        <QueueCard state={state} />
        <ForwardCard forward={state.forward} />
      </Row>
      {!quiet && (
        <>
          <SendersTable senders={senders} />
          <Pipeline steps={state.steps} />
          <Row wide>
            <ReceivedTable received={state.received} />
            <UnknownNames names={state.unknown} />
          </Row>
        </>
      )}
    </>
  )
}

/** Side by side where there is room. */
function Row({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  const columns = wide ? '@min-[64rem]:grid-cols-2' : '@min-[40rem]:grid-cols-2 @min-[84rem]:grid-cols-4'
  return <div className={`grid grid-cols-1 gap-3 ${columns}`}>{children}</div>
}

function SwitchedOff() {
  return (
    <EmptyState
      icon={<RadioTower />}
      title="Telemetry is switched off"
      action={
        <a href={hrefOf(settingsPath('telemetry'))} className={buttonClasses('primary')}>
          Open its settings
        </a>
      }
    >
      Baton receives none: this core was started without it, or the settings say so. What your sessions cost is then
      known from their transcripts alone.
    </EmptyState>
  )
}
