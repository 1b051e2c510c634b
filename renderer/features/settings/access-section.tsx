import { Copy, Link } from 'lucide-react'
import { useState } from 'react'
import type { ClientView, Role } from '../../../contract/access.ts'
import { cleanLine } from '../../../contract/text.ts'
import { runCommand } from '../../stores/commands.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatTime } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { toast } from '../../ui/toast-list.ts'
import { useAsked } from '../checkpoints/use-asked.ts'
import { Part } from './section.tsx'

const ROLES = [
  { value: 'view', title: 'Only look' },
  { value: 'control', title: 'Look and control' },
] as const

/** Which browsers are let in. Nothing of it is a setting: it holds at once. */
export function AccessSection({ disabled }: { disabled: boolean }) {
  if (disabled) {
    return (
      <Part title="Access">
        <p className="text-muted">Only a page that has control may see who is let in.</p>
      </Part>
    )
  }
  return (
    <>
      <NewLink />
      <Browsers />
    </>
  )
}

function NewLink() {
  const [role, setRole] = useState<Role>('view')
  const [url, setUrl] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const make = async (): Promise<void> => {
    setBusy(true)
    const made = await runCommand('access.link', { role })
    setBusy(false)
    if (made.ok) setUrl(made.value.url)
  }
  const copy = async (text: string): Promise<void> =>
    navigator.clipboard.writeText(text).then(
      () => void toast({ title: 'Copied', kind: 'done' }),
      () =>
        void toast({
          title: 'Not copied',
          body: 'The browser does not allow it; mark the address and copy it',
          kind: 'problem',
        }),
    )
  return (
    <Part
      title="Let a browser in"
      help="An address with a code that works once. Give it to nobody you would not give the role."
    >
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Role"
          options={ROLES}
          value={role}
          onChange={(next) => {
            setRole(next)
            setUrl(null)
          }}
        />
        <Button icon={<Link />} busy={busy} onClick={() => void make()}>
          Make an address
        </Button>
      </div>
      {url !== null && (
        <div className="flex gap-2">
          <TextInput
            mono
            readOnly
            aria-label="New address"
            value={url}
            onChange={() => undefined}
            onFocus={(event) => event.target.select()}
          />
          <Button icon={<Copy />} onClick={() => void copy(url)}>
            Copy
          </Button>
        </div>
      )}
    </Part>
  )
}

function Browsers() {
  const { value: clients, problem, retry } = useAsked('access.list', {}, '')
  const [asks, setAsks] = useState<ClientView | 'all' | null>(null)
  const revoke = async (): Promise<void> => {
    const one = asks === 'all' || asks === null ? {} : { id: asks.id }
    setAsks(null)
    await runCommand('access.revoke', one)
    retry()
  }
  return (
    <Part
      title="Browsers let in"
      action={
        clients !== null &&
        clients.length > 0 && (
          <Button size="sm" variant="danger" onClick={() => setAsks('all')}>
            Put all out
          </Button>
        )
      }
    >
      {problem !== null && <ProblemView problem={problem} retry={retry} />}
      {clients === null && problem === null && <Loading what="Asking who is let in…" />}
      {clients?.length === 0 && <p className="text-muted">None.</p>}
      {clients !== null && clients.length > 0 && (
        <ul className="rounded-md border border-border">
          {clients.map((client) => (
            <li key={client.id} className="flex flex-wrap items-center gap-3 border-border px-3 py-2 not-last:border-b">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{cleanLine(client.name, 120)}</p>
                <p className="text-sm text-muted">
                  {client.role === 'control' ? 'Looks and controls' : 'Only looks'} · since {formatTime(client.since)} ·{' '}
                  {client.connections > 0 ? (
                    'open now'
                  ) : (
                    <>
                      seen <Age at={client.lastSeenAt} />
                    </>
                  )}
                </p>
              </div>
              <Button size="sm" onClick={() => setAsks(client)}>
                Put out
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={asks !== null}
        onClose={() => setAsks(null)}
        title={asks === 'all' ? 'Put all browsers out?' : 'Put this browser out?'}
        confirm="Put out"
        danger
        onConfirm={() => void revoke()}
      >
        {asks === 'all'
          ? 'All browsers lose their access at once, this one too. `baton open` lets one in again.'
          : 'It loses its access at once. If it is this one, `baton open` lets it in again.'}
      </ConfirmDialog>
    </Part>
  )
}
