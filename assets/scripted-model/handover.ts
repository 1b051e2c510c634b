import type { Conversation } from './conversation.ts'
import type { DevDocs, SeenBox } from './dev-docs-seen.ts'
import { outputFile } from './box-work.ts'

export interface HandoverFacts {
  docs: DevDocs
  boxes: readonly SeenBox[]
  conversation: Conversation
  /** Tells this handover from any other one. */
  mark: string
}

/** The context file as a careful worker leaves it for the next session. */
export function handoverText({ docs, boxes, mark }: Omit<HandoverFacts, 'conversation'>): string {
  const done = boxes.filter((box) => box.done)
  const open = boxes.filter((box) => !box.done)
  return [
    `# ${docs.task}: context`,
    '',
    `Handover ${mark}.`,
    '',
    '## Done',
    '',
    ...(done.length > 0 ? done.map(({ title }) => `- [x] ${title}`) : ['Nothing yet.']),
    '',
    '## Next steps',
    '',
    ...nextSteps(docs, open),
    '',
    '## Notes',
    '',
    '- Each box makes one file with one line; check that it is missing before making it.',
    '',
  ].join('\n')
}

function nextSteps(docs: DevDocs, open: readonly SeenBox[]): string[] {
  const next = open[0]
  const tasksFile = `dev/active/${docs.task}/${docs.task}-tasks.md`
  if (next === undefined) return [`1. Check that no box is open in ${tasksFile}`]
  return [
    `1. Do box ${next.number}, "${next.title}": make ${outputFile(next)}`,
    `2. Tick it in ${tasksFile} and go on with the box after it`,
  ]
}
