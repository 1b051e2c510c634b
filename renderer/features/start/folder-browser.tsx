import { ChevronRight, Folder, FolderGit2, FolderUp, ListChecks } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading, Spinner } from '../../ui/spinner.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { useAsked } from '../checkpoints/use-asked.ts'
import { FolderRow } from './folder-row.tsx'
import { crumbsOf } from './start-names.ts'

export interface FolderBrowserProps {
  path: string | null
  onPath: (path: string) => void
  onChoose: (project: string) => void
}

/** Goes through the folders of the machine that Baton runs on. */
export function FolderBrowser({ path, onPath, onChoose }: FolderBrowserProps) {
  const { value: folder, problem, retry } = useAsked('folder.list', { path }, path ?? '')
  const [typed, setTyped] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const go = (to: string): void => {
    setTyped(null)
    onPath(to)
    list.current?.scrollTo({ top: 0 })
  }
  const waits = folder !== null && problem === null && path !== null && typed === null && folder.path !== path
  return (
    <section aria-labelledby="start-browse" className="grid gap-2">
      <h3 id="start-browse" className="text-sm font-medium text-muted">
        Folders
      </h3>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== null && typed.trim() !== '') go(typed.trim())
        }}
      >
        <TextInput
          mono
          aria-label="Path of the folder"
          placeholder="Type a path, as ~/work/shop"
          value={typed ?? folder?.path ?? ''}
          onChange={setTyped}
        />
        <Button type="submit" disabled={typed === null}>
          Go
        </Button>
        <Button
          variant="primary"
          disabled={folder === null || problem !== null || typed !== null}
          onClick={() => folder !== null && onChoose(folder.path)}
        >
          Use this folder
        </Button>
      </form>
      {problem !== null && <ProblemView problem={problem} retry={retry} />}
      {folder === null ? (
        problem === null && <Loading what="Reading the folder…" />
      ) : (
        <>
          <nav aria-label="Folders above" className="flex flex-wrap items-center text-sm">
            {crumbsOf(folder.path, folder.home).map((crumb, index) => (
              <span key={crumb.path} className="flex items-center">
                {index > 0 && <ChevronRight aria-hidden className="size-3 text-muted" />}
                <button
                  type="button"
                  onClick={() => go(crumb.path)}
                  className="rounded px-1 py-1 text-muted hover:bg-surface-2 hover:text-text"
                >
                  {crumb.name}
                </button>
              </span>
            ))}
            {waits && <Spinner className="ml-1 text-muted" />}
          </nav>
          <ul ref={list} className="h-64 overflow-y-auto rounded-md border border-border">
            {folder.parent !== null && (
              <FolderRow icon={<FolderUp />} name=".." note="Up" onPress={() => go(folder.parent ?? '/')} />
            )}
            {folder.folders.map((each) => {
              const project = each.git || each.tasks
              return (
                <FolderRow
                  key={each.path}
                  icon={each.tasks ? <ListChecks /> : each.git ? <FolderGit2 /> : <Folder />}
                  name={each.name}
                  note={[each.tasks && 'has tasks', each.git && 'git'].filter(Boolean).join(' · ')}
                  onPress={() => (project ? onChoose(each.path) : go(each.path))}
                  {...(project && { onEnter: () => go(each.path) })}
                />
              )
            })}
            {folder.folders.length === 0 && <li className="p-3 text-muted">No folders in here.</li>}
            {folder.more > 0 && <li className="p-3 text-muted">{folder.more} more: type their path above.</li>}
          </ul>
        </>
      )}
    </section>
  )
}
