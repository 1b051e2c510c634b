import { FileText } from 'lucide-react'
import { useState } from 'react'
import type { Checkpoint } from '../../../contract/series.ts'
import { cleanLine, cleanText } from '../../../contract/text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AgentMarkdown } from '../../ui/markdown.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { orderedFiles, partName } from './file-order.ts'

export interface CheckpointFilesProps {
  checkpoint: Checkpoint
  contents: { path: string; text: string }[]
}

/** The dev-docs as the agent left them: rendered as data, or as they are. */
export function CheckpointFiles({ checkpoint, contents }: CheckpointFilesProps) {
  const files = orderedFiles(contents)
  const [path, setPath] = useState(files[0]?.path ?? '')
  const [look, setLook] = useState<'rendered' | 'raw'>('rendered')
  const file = files.find((one) => one.path === path)
  if (file === undefined) {
    return (
      <EmptyState icon={<FileText />} title="No files">
        This checkpoint holds no dev-docs: there were none when it was taken.
      </EmptyState>
    )
  }
  const kept = checkpoint.files.find((one) => one.path === path)
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="File"
          options={files.map((one) => ({ value: one.path, title: capital(cleanLine(partName(one.path), 60)) }))}
          value={path}
          onChange={setPath}
        />
        <span className="ml-auto">
          <Segmented
            label="Look"
            options={[
              { value: 'rendered', title: 'Rendered' },
              { value: 'raw', title: 'Raw' },
            ]}
            value={look}
            onChange={setLook}
          />
        </span>
      </div>
      <p className="font-mono text-sm wrap-anywhere text-muted">
        {cleanLine(path)}
        {kept !== undefined && ` · ${kept.bytes.toLocaleString('en')} bytes · sha256 ${kept.sha256.slice(0, 12)}`}
        {checkpoint.masked.includes(path) && ' · a secret is masked in it'}
      </p>
      {look === 'rendered' ? (
        <AgentMarkdown text={file.text} />
      ) : (
        <pre className="font-mono text-sm wrap-anywhere whitespace-pre-wrap">{cleanText(file.text)}</pre>
      )}
    </div>
  )
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
