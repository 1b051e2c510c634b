import { Plus } from 'lucide-react'
import { useBoard } from '../../stores/board.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { formatCount } from '../../ui/format.ts'
import { Switch } from '../../ui/switch.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import { BuiltInPrices } from './built-in-prices.tsx'
import { PriceCard } from './price-card.tsx'
import { Part, type SectionProps } from './section.tsx'
import { NEW_PRICE, type FolderAgent, type UsageDraft } from './usage-draft.ts'

const FOLDERS: { agent: FolderAgent; label: string; help: string }[] = [
  {
    agent: 'claude',
    label: 'Claude Code',
    help: 'Configuration folders, a line each. Beside ~/.claude and CLAUDE_CONFIG_DIR.',
  },
  { agent: 'codex', label: 'Codex CLI', help: 'A CODEX_HOME a line. Beside ~/.codex.' },
  { agent: 'gemini', label: 'Gemini CLI', help: 'A .gemini folder a line. Beside ~/.gemini.' },
]

/** Which transcripts are read, and what requests are priced by. */
export function UsageSection({ draft, onChange, errors, disabled }: SectionProps) {
  const { usage } = draft
  const { discover, folders, prices } = usage
  const set = (change: Partial<UsageDraft>): void => onChange({ ...draft, usage: { ...usage, ...change } })
  const errorsOf = (index: number): Record<string, string> => {
    const prefix = `price ${index} `
    const own = Object.entries(errors).filter(([place]) => place.startsWith(prefix))
    return Object.fromEntries(own.map(([place, text]) => [place.slice(prefix.length), String(text)]))
  }
  return (
    <>
      <Part
        title="Transcripts"
        help="What Claude Code, Codex CLI and Gemini CLI keep of each session on this machine is read to count what was used. Nothing is changed in it, and nothing leaves the machine."
      >
        <Switch
          label="Read the transcripts of all sessions"
          help="Off: only sessions that Baton hosts are counted; what was read stays"
          checked={discover}
          disabled={disabled}
          onChange={(on) => set({ discover: on })}
        />
      </Part>
      <Part title="More folders" help="Where agents keep transcripts beside the usual places.">
        {FOLDERS.map(({ agent, label, help }) => (
          <Field key={agent} label={label} help={help} error={errors[`folders ${agent}`]}>
            {(ids) => (
              <TextArea
                {...ids}
                rows={Math.max(2, folders[agent].split('\n').length)}
                spellCheck={false}
                className="font-mono text-sm"
                disabled={disabled || !discover}
                value={folders[agent]}
                onChange={(next) => set({ folders: { ...folders, [agent]: next } })}
              />
            )}
          </Field>
        ))}
        <ReadFolders />
      </Part>
      <Part
        title="Your own prices"
        help="They go before the built-in ones, also for what was used already. What an agent itself says that a request cost stays. Models as their agent names them, with commas between."
        action={
          <Button
            size="sm"
            icon={<Plus aria-hidden />}
            disabled={disabled}
            onClick={() => set({ prices: [...prices, NEW_PRICE] })}
          >
            Add prices
          </Button>
        }
      >
        {prices.length === 0 && <p className="text-muted">None: the built-in prices hold.</p>}
        <ul className="grid gap-2">
          {prices.map((price, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- all of it is edited here, its place is not
            <li key={index}>
              <PriceCard
                price={price}
                number={index + 1}
                errors={errorsOf(index)}
                disabled={disabled}
                onChange={(next) => set({ prices: prices.with(index, next) })}
                onRemove={() => set({ prices: prices.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ul>
      </Part>
      <BuiltInPrices />
    </>
  )
}

/** The folders that are looked through now, and what was found there. */
function ReadFolders() {
  const scan = useBoard((state) => state.scan)
  if (scan === null || scan.roots.length === 0) return null
  const there = scan.roots.filter((root) => root.there)
  return (
    <div className="grid gap-1">
      <h4 className="text-sm text-muted">Read now</h4>
      {there.length === 0 && <p className="text-muted">None of the folders is there.</p>}
      <ul className="grid gap-0.5 text-sm">
        {there.map(({ agent, path, files }) => (
          <li key={`${agent} ${path}`} className="flex justify-between gap-4">
            <span className="min-w-0 truncate font-mono" title={path}>
              {path}
            </span>
            <span className="shrink-0 text-muted">{files === 1 ? '1 file' : `${formatCount(files)} files`}</span>
          </li>
        ))}
      </ul>
      {scan.problemCount > 0 && (
        <ul className="grid gap-0.5 text-sm text-failed">
          {scan.problems.map(({ path, why }) => (
            <li key={path} className="break-words">
              <span className="font-mono">{path}</span>: {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
