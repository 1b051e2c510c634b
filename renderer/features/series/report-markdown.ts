import { UNATTRIBUTED_SHOWN_USD, type SeriesReport, type SessionReport } from '../../../contract/report.ts'
import { formatPercent } from '../../ui/format.ts'

interface Formats {
  time(iso: string): string
  duration(ms: number): string
  cost(usd: number): string
  tokens(count: number): string
}

/** The morning report as Markdown, to be pasted into a pull request or a mail. What an agent wrote stands escaped. */
export function reportMarkdown(report: SeriesReport, formats: Formats): string {
  const done = report.boxes.filter((box) => box.done).length
  const head = [
    `# ${escapeMarkdown(report.task)}: ${report.status}`,
    '',
    ...(report.why === null ? [] : [`> ${escapeMarkdown(report.why)}`, '']),
    `- Project: \`${inCode(report.project)}\``,
    `- Time: ${formats.time(report.startedAt)} to ${report.endedAt === null ? 'now' : formats.time(report.endedAt)}`,
    `- Tasks: ${done} of ${report.boxes.length} done`,
    `- Sessions: ${report.sessions.length}`,
    `- Cost: ${costWords(report, formats)}`,
  ]
  const open = report.boxes.filter((box) => !box.done)
  return [
    ...head,
    ...report.sessions.flatMap((session) => ['', ...sessionLines(session, formats)]),
    ...(report.waits.length === 0 ? [] : ['', '## Waits', '', ...report.waits.map((wait) => waitLine(wait, formats))]),
    ...(open.length === 0 ? [] : ['', '## Open tasks', '', ...open.map((box) => `- [ ] ${escapeMarkdown(box.title)}`)]),
    '',
  ].join('\n')
}

function sessionLines(session: SessionReport, formats: Formats): string[] {
  const ended = session.endedAt === null ? 'now' : formats.time(session.endedAt)
  const { peakContext, window, checkpoint } = session
  return [
    `## Session ${session.n}`,
    '',
    `- ${formats.time(session.startedAt)} to ${ended}${session.end === '' ? '' : `: ${escapeMarkdown(session.end)}`}`,
    ...(peakContext === null ? [] : [`- Peak context: ${peakWords(peakContext, window, formats)}`]),
    `- Cost: ${costWords(session, formats)}`,
    ...(checkpoint === null
      ? []
      : [`- Checkpoint ${checkpoint.n} (${checkpoint.kind}): ${escapeMarkdown(checkpoint.reason)}`]),
    ...session.boxesDone.map((title) => `- [x] ${escapeMarkdown(title)}`),
    ...(session.changed.length === 0 ? [] : ['', '```', ...session.changed.map(inCode), '```']),
  ]
}

/** What it cost, and beside it what the agent counted and nothing told of. */
export function costWords(
  { costUsd, unattributedUsd }: Pick<SessionReport, 'costUsd' | 'unattributedUsd'>,
  formats: Pick<Formats, 'cost'>,
): string {
  const shown = unattributedUsd !== null && unattributedUsd > UNATTRIBUTED_SHOWN_USD
  return shown ? `${formats.cost(costUsd)}, ${formats.cost(unattributedUsd)} unattributed` : formats.cost(costUsd)
}

function waitLine(wait: SeriesReport['waits'][number], formats: Formats): string {
  const length = wait.to === null ? 'still' : formats.duration(Date.parse(wait.to) - Date.parse(wait.from))
  return `- ${formats.time(wait.from)}, ${length}: ${escapeMarkdown(wait.for)}`
}

/** "141k of 200k tokens (71 %)"; the window may be unknown. */
export function peakWords(peak: number, window: number | null, formats: Pick<Formats, 'tokens'>): string {
  if (window === null) return `${formats.tokens(peak)} tokens`
  return `${formats.tokens(peak)} of ${formats.tokens(window)} tokens (${formatPercent((peak / window) * 100)})`
}

/** Text that means nothing but itself in Markdown. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~!&]/g, String.raw`\$&`)
    .replace(/^(\s*)([-+]|\d+[.)])(\s)/, String.raw`$1\$2$3`)
}

/** Within backticks only a backtick ends it. */
function inCode(text: string): string {
  return text.replaceAll('`', 'ˋ')
}
