import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useConnection } from '../../stores/core.ts'
import { useSettings } from '../../stores/board.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { UNKNOWN } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { useAsked } from '../checkpoints/use-asked.ts'
import { logText } from './log-line.ts'
import { Part } from './section.tsx'

const LOG_LINES = 200

/** What runs here, where its files are, and what it wrote down lately. */
export function AboutSection() {
  const connection = useConnection()
  const settings = useSettings()
  const { value: status, problem } = useAsked('core.status', {}, '')
  return (
    <>
      <Part title="Baton">
        <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-y-1.5 [&>dd]:wrap-anywhere [&>dt]:text-muted">
          <Fact name="Version">{connection.status === 'open' ? connection.version : UNKNOWN}</Fact>
          <Fact name="Data folder">
            <code className="font-mono text-sm">{status?.dataDir ?? UNKNOWN}</code>
          </Fact>
          <Fact name="Settings file">
            <code className="font-mono text-sm">{settings?.file ?? UNKNOWN}</code>
          </Fact>
          <Fact name="Process">{status?.pid ?? UNKNOWN}</Fact>
          <Fact name="Started">{status === null ? UNKNOWN : <Age at={status.startedAt} />}</Fact>
        </dl>
        {problem !== null && <ProblemView problem={problem} />}
      </Part>
      <Log />
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Log() {
  const { value, problem, retry } = useAsked('logs.read', { lines: LOG_LINES }, '')
  return (
    <Part
      title="Log"
      help={`The last ${LOG_LINES} lines, as \`baton logs\` shows them.`}
      action={
        <Button size="sm" icon={<RefreshCw />} onClick={retry}>
          Read again
        </Button>
      }
    >
      {problem !== null && <ProblemView problem={problem} retry={retry} />}
      {value?.lines.length === 0 && <p className="text-muted">Nothing was written down yet.</p>}
      {value !== null && value.lines.length > 0 && (
        <section
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by itself: the keyboard must reach it
          tabIndex={0}
          ref={toEnd}
          aria-label="Log lines"
          className="max-h-96 overflow-auto rounded-md border border-border bg-surface-2 p-2 font-mono text-sm"
        >
          <AgentText block text={value.lines.map(logText).join('\n')} />
        </section>
      )}
    </Part>
  )
}

/** What was written last is what one looks for. */
function toEnd(box: HTMLElement | null): void {
  box?.scrollTo({ top: box.scrollHeight })
}
