import { goTo } from '../../app/navigate.ts'
import type { UsagePart } from '../../app/routes.ts'
import { useBoard } from '../../stores/board.ts'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useNowText } from '../../ui/use-now.ts'
import { addressPath, readAddress, type UsageAddress } from './address.ts'
import { AdvicePart } from './advice-part.tsx'
import { daysOfRange, localDay } from './days.ts'
import { ExportMenu } from './export-menu.tsx'
import { ModelsPart } from './models-part.tsx'
import { Overview } from './overview.tsx'
import { PatternsPart } from './patterns-part.tsx'
import { ReadAge } from './read-age.tsx'
import { ScanBanner } from './scan-banner.tsx'
import { UsageToolbar } from './usage-toolbar.tsx'

const PARTS: readonly { value: UsagePart; title: string }[] = [
  { value: 'overview', title: 'Overview' },
  { value: 'models', title: 'Models' },
  { value: 'patterns', title: 'Patterns' },
  { value: 'advice', title: 'Advice' },
]

/** What all sessions of this machine used, what it cost, and what would have been cheaper. Its address says all that it shows. */
export function UsageScreen({ part, query }: { part: UsagePart; query: string }) {
  const today = useNowText(localDay)
  const address = readAddress(part, query)
  const show = (next: UsageAddress, replace = false): void => goTo(addressPath(next), { replace })
  const range = daysOfRange(address.range, today)
  const scan = useBoard((state) => state.scan)
  return (
    <>
      <ScreenHeader title="Usage" lead={<ReadAge scan={scan} />}>
        <UsageToolbar address={address} today={today} show={show} />
        <ExportMenu address={address} range={range} />
      </ScreenHeader>
      {scan !== null && <ScanBanner scan={scan} />}
      <Tabs
        label="Usage"
        tabs={PARTS}
        value={part}
        onChange={(next) => show({ ...address, part: next })}
        className="flex min-h-0 flex-1 flex-col pt-1 [&>[role=tablist]]:px-3 [&>[role=tabpanel]]:overflow-y-auto [&>[role=tabpanel]]:[scrollbar-gutter:stable] [&>[role=tabpanel]]:-outline-offset-2"
      >
        <div className="@container mx-auto grid max-w-[110rem] grid-cols-[minmax(0,1fr)] gap-3 p-4">
          {part === 'overview' && <Overview address={address} range={range} today={today} scan={scan} show={show} />}
          {part === 'models' && <ModelsPart address={address} range={range} />}
          {part === 'patterns' && <PatternsPart range={range} today={today} />}
          {part === 'advice' && <AdvicePart range={range} today={today} />}
        </div>
      </Tabs>
    </>
  )
}

export default UsageScreen
