import { History } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useBoard } from '../../stores/board.ts'
import { projectName } from '../../ui/format.ts'
import { FolderBrowser } from './folder-browser.tsx'
import { FolderRow } from './folder-row.tsx'
import { recentProjects } from './start-names.ts'
import { useFocusFirst } from './use-focus-first.ts'

const MOST_RECENT = 5

/** Step 1: the folder. Projects of the board first; below them the folders of the machine that Baton runs on. */
export function FolderStep({ onChoose }: { onChoose: (project: string) => void }) {
  const [path, setPath] = useState<string | null>(null)
  const focusFirst = useFocusFirst()
  const series = useBoard((state) => state.series)
  const recent = useMemo(() => recentProjects(series.values(), MOST_RECENT), [series])
  return (
    <div ref={focusFirst} className="grid gap-4">
      {recent.length > 0 && (
        <section aria-labelledby="start-recent">
          <h3 id="start-recent" className="mb-1 text-sm font-medium text-muted">
            Used before
          </h3>
          <ul className="rounded-md border border-border">
            {recent.map((project) => (
              <FolderRow
                key={project}
                icon={<History />}
                name={projectName(project)}
                note={project}
                onPress={() => onChoose(project)}
              />
            ))}
          </ul>
        </section>
      )}
      <FolderBrowser path={path} onPath={setPath} onChoose={onChoose} />
    </div>
  )
}
