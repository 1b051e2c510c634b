import { useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { RpcResult } from '../../../contract/rpc.ts'
import type { SeriesView } from '../../../contract/series.ts'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { CopyButton } from './copy-button.tsx'
import { branchProblem, nextCommands, suggestedBranch, suggestedFolder } from './restore-words.ts'

export interface RestoreDialogProps {
  series: SeriesView
  n: number
  /** The work tree is kept on a ref; else there are only files, and no branch can be made of them. */
  hasCommit: boolean
  open: boolean
  onClose: () => void
}

/** Puts a checkpoint into a new branch or a new folder, and says what to type next. */
export function RestoreDialog({ series, n, hasCommit, open, onClose }: RestoreDialogProps) {
  const [target, setTarget] = useState<'branch' | 'folder'>(hasCommit ? 'branch' : 'folder')
  const [branch, setBranch] = useState(() => suggestedBranch(series.task, n))
  const [folder, setFolder] = useState(() => suggestedFolder(series.project, series.task, n))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [done, setDone] = useState<RpcResult<'checkpoint.restore'> | null>(null)
  const wrong = target === 'branch' ? branchProblem(branch) : folder.trim() === '' ? 'Name a new folder' : null

  const restore = async (): Promise<void> => {
    if (wrong !== null || busy) return
    setBusy(true)
    setProblem(null)
    const place = target === 'branch' ? { branch } : { folder: folder.trim() }
    const outcome = await runCommand('checkpoint.restore', { seriesId: series.id, n, ...place }, { tell: false })
    setBusy(false)
    if (outcome.ok) setDone(outcome.value)
    else setProblem(outcome.problem)
  }
  const close = (): void => {
    setDone(null)
    setProblem(null)
    onClose()
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      title={done === null ? `Restore checkpoint ${n}` : `Checkpoint ${n} is restored`}
      footer={
        done === null ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="primary" busy={busy} disabled={wrong !== null} onClick={() => void restore()}>
              Restore
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={close}>
            Close
          </Button>
        )
      }
    >
      {done === null ? (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void restore()
          }}
        >
          <p className="text-muted">
            It is put beside what you have: your branch, HEAD, index and work tree are never touched, and a running
            session is not disturbed.
          </p>
          <Segmented
            label="Restore into"
            options={[
              { value: 'branch', title: 'A new branch' },
              { value: 'folder', title: 'A new folder' },
            ]}
            value={target}
            onChange={setTarget}
            disabled={!hasCommit}
          />
          {!hasCommit && (
            <p className="text-sm text-muted">This checkpoint holds files only, no commit: a folder is the way.</p>
          )}
          {target === 'branch' ? (
            <Field label="Branch" help="It is made, not checked out." error={wrong}>
              {(ids) => <TextInput {...ids} mono value={branch} onChange={setBranch} />}
            </Field>
          ) : (
            <Field label="Folder" help="It must not exist yet; the folder around it must." error={wrong}>
              {(ids) => <TextInput {...ids} mono value={folder} onChange={setFolder} />}
            </Field>
          )}
          {problem !== null && <ProblemView problem={problem} />}
        </form>
      ) : (
        <Done done={done} project={series.project} />
      )}
    </Dialog>
  )
}

function Done({ done, project }: { done: RpcResult<'checkpoint.restore'>; project: string }) {
  const commands = nextCommands(done, project)
  const place = done.branch === null ? 'the folder' : 'the branch'
  return (
    <div className="grid gap-3">
      <p>
        {done.files === 1 ? '1 file lies' : `${done.files.toLocaleString('en')} files lie`} in {place}{' '}
        <span className="font-mono text-sm wrap-anywhere">{done.branch ?? done.folder}</span>. Nothing else changed.
      </p>
      <p className="text-muted">To go on with it, in a terminal:</p>
      <div className="flex items-start gap-2 rounded-md border border-border bg-bg p-2">
        <pre className="min-w-0 flex-1 font-mono text-sm wrap-anywhere whitespace-pre-wrap">{commands.join('\n')}</pre>
        <CopyButton text={commands.join('\n')} label="Copy the commands" />
      </div>
    </div>
  )
}
