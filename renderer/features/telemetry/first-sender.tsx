import { RadioTower } from 'lucide-react'
import type { ReceiverView } from '../../../contract/telemetry.ts'
import { useSettings } from '../../stores/board.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { CopyButton } from '../checkpoints/copy-button.tsx'

const COMMAND = 'eval "$(baton env --shell bash)"'

/** Nothing came yet: how a session is pointed here. */
export function FirstSender({ receivers }: { receivers: readonly ReceiverView[] }) {
  const hosted = useSettings()?.settings.telemetry.hosted ?? false
  if (receivers.every(({ port }) => port === null)) {
    return (
      <EmptyState icon={<RadioTower />} title="Nothing can come in">
        Neither port is bound. What is in the way, and how to clear it, stands below.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<RadioTower />} title="No session told of itself yet">
      <p>
        {hosted
          ? 'Sessions that Baton hosts send here by themselves. Any other session of Claude Code, Codex or Gemini does when you start it after this line:'
          : 'A session of Claude Code, Codex or Gemini sends here when you start it after this line:'}
      </p>
      <p className="my-3 inline-flex max-w-full items-center gap-1 rounded-md border border-border bg-surface-2 py-1 pr-1 pl-3">
        <code className="font-mono text-sm wrap-anywhere text-text">{COMMAND}</code>
        <CopyButton text={COMMAND} label="Copy the line" />
      </p>
      <p>
        Other shells: <code className="font-mono text-sm text-text">baton env --shell zsh</code>, fish or powershell.
        Should nothing arrive, <code className="font-mono text-sm text-text">baton doctor</code> sends a probe and names
        what is in the way.
      </p>
    </EmptyState>
  )
}
