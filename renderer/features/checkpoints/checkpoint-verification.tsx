import { CircleAlert, CircleCheck, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RpcResult } from '../../../contract/rpc.ts'
import { cleanLine } from '../../../contract/text.ts'
import { formatTime } from '../../ui/format.ts'

/** What is asked of a handover that an agent writes, in the words of the request (main/checkpoints/requests.ts). */
const RULES = [
  'the three files of the task are there and can be read',
  'the context file was written anew since the handover was asked for',
  'it has a heading "Next steps" with an item that names an open task, a file or a command',
  'every task that it calls done is ticked',
  'no secret stands in it; one that remains is masked in the checkpoint',
]

type Shown = RpcResult<'checkpoint.show'>

/** What was checked before the session was ended, what was sent back, and what is not in the checkpoint. */
export function CheckpointVerification({
  checkpoint,
  rejected,
  notes,
}: Pick<Shown, 'checkpoint' | 'rejected' | 'notes'>) {
  const { skipped, masked, refProblem } = checkpoint
  return (
    <div className="grid gap-4">
      {checkpoint.kind === 'agent' ? (
        <Part title="The agent's handover passed the check">
          <Item icon={<CircleCheck className="text-done" />}>
            It holds what the next session needs. Asked of a handover:
            <ul className="list-disc pl-4 text-muted">
              {RULES.map((rule) => (
                <li key={rule}>{rule}</li>
              ))}
            </ul>
          </Item>
        </Part>
      ) : (
        <Part title="Baton wrote this handover itself">
          <Item icon={<CircleAlert className="text-waiting" />}>
            There was no handover of the agent that holds, so it was made from the transcript and from git: last
            prompts, files touched, open tasks, diffstat, last answer. Read it before you trust it.
          </Item>
        </Part>
      )}
      <Part title="Sent back before">
        {rejected.length === 0 && <li className="text-muted">Nothing was sent back.</li>}
        {rejected.map((one) => (
          <Item key={one.at} icon={<Undo2 className="text-attention" />}>
            <span className="text-muted">{formatTime(one.at)}</span>
            <ul className="list-disc pl-4">
              {one.why.map((why) => (
                <li key={why} className="wrap-anywhere">
                  {cleanLine(why, 400)}
                </li>
              ))}
            </ul>
          </Item>
        ))}
      </Part>
      {refProblem !== null && (
        <Part title="The work tree is not kept">
          <Item icon={<CircleAlert className="text-attention" />}>{cleanLine(refProblem, 400)}</Item>
        </Part>
      )}
      {masked.length > 0 && (
        <Part title="Secrets masked in the checkpoint; your files are as they were">
          <Paths paths={masked.map((path) => ({ path, why: '' }))} />
        </Part>
      )}
      {skipped.length > 0 && (
        <Part title="Left out of the checkpoint">
          <Paths paths={skipped} />
        </Part>
      )}
      {notes.length > 0 && (
        <Part title="Notes">
          {notes.map((note) => (
            <li key={note} className="wrap-anywhere">
              {cleanLine(note, 400)}
            </li>
          ))}
        </Part>
      )}
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-1.5">
      <h3 className="font-medium">{title}</h3>
      <ul className="grid gap-1">{children}</ul>
    </section>
  )
}

function Item({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2 [&>svg]:mt-0.5 [&>svg]:size-3.5 [&>svg]:shrink-0">
      {icon}
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  )
}

function Paths({ paths }: { paths: { path: string; why: string }[] }) {
  return paths.map(({ path, why }) => (
    <li key={path} className="wrap-anywhere">
      <span className="font-mono text-sm">{cleanLine(path)}</span>
      {why !== '' && <span className="text-muted"> ({cleanLine(why)})</span>}
    </li>
  ))
}
