import { Select } from '../../ui/select.tsx'
import { narrowedTo, type RangeName, type UsageAddress } from './address.ts'
import { CustomDays } from './custom-days.tsx'
import { shortDay } from './days.ts'
import { agentName, placeName, placePath } from './names.ts'
import { useAnswer } from './use-answer.ts'

const RANGES: readonly { value: RangeName; title: string }[] = [
  { value: 'today', title: 'Today' },
  { value: '7d', title: 'Last 7 days' },
  { value: '30d', title: 'Last 30 days' },
  { value: 'month', title: 'This month' },
  { value: 'all', title: 'All time' },
]

/** A select's value is a text; a path or an agent never begins with this sign. */
const ALL = '*'

export interface UsageToolbarProps {
  address: UsageAddress
  today: string
  show: (address: UsageAddress) => void
}

/** Which days, which agent, which project. */
export function UsageToolbar({ address, today, show }: UsageToolbarProps) {
  const { part, range } = address
  const custom = typeof range === 'object'
  const days = custom ? [{ value: 'days' as const, title: daysWords(range, today) }] : []
  return (
    <>
      {part === 'overview' && <Narrowing address={address} show={show} />}
      <Select
        label="Days"
        size="sm"
        value={custom ? 'days' : range}
        options={[...RANGES, ...days]}
        onChange={(next) => next !== 'days' && show({ ...address, range: next })}
      />
      <CustomDays range={range} today={today} onChoose={(chosen) => show({ ...address, range: chosen })} />
    </>
  )
}

/** By what there is in the ledger at all. */
function Narrowing({ address, show }: Pick<UsageToolbarProps, 'address' | 'show'>) {
  const { value } = useAnswer('usage.query', { by: ['project', 'agent'], order: 'cost' })
  const rows = value?.rows ?? []
  const [project, agent] = (['project', 'agent'] as const).map(
    (dimension) => address.trail.find((step) => step.dimension === dimension)?.value ?? ALL,
  ) as [string, string]
  const agents = withChosen([...new Set(rows.flatMap((row) => row.agent ?? []))], agent)
  const projects = withChosen([...new Set(rows.map((row) => row.project ?? ''))], project)
  const settled = address.trail.some(({ dimension }) => dimension === 'session' || dimension === 'series')
  return (
    <>
      <Select
        label="Agent"
        size="sm"
        disabled={settled}
        value={agent}
        options={[{ value: ALL, title: 'All agents' }, ...agents.map((one) => ({ value: one, title: agentName(one) }))]}
        onChange={(next) => show(narrowedTo(address, 'agent', next === ALL ? null : next))}
      />
      <Select
        label="Project"
        size="sm"
        className="max-w-52"
        disabled={settled}
        value={project}
        options={[
          { value: ALL, title: 'All projects' },
          ...projects.map((path) =>
            path === ''
              ? { value: path, title: 'No project known' }
              : { value: path, title: placeName(path), help: placePath(path) },
          ),
        ]}
        onChange={(next) => show(narrowedTo(address, 'project', next === ALL ? null : next))}
      />
    </>
  )
}

/** What the address names stands among the options, also before the ledger has answered. */
function withChosen(values: readonly string[], chosen: string): string[] {
  return chosen === ALL || values.includes(chosen) ? [...values] : [chosen, ...values]
}

function daysWords({ from, until }: { from: string; until: string }, today: string): string {
  return from === until ? shortDay(from, today) : `${shortDay(from, today)} – ${shortDay(until, today)}`
}
