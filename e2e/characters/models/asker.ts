import { join } from 'node:path'
import type { Character, ToolCall } from '../../../assets/scripted-model/reply.ts'
import { outputFile } from '../../../assets/scripted-model/box-work.ts'
import type { SeenBox } from '../../../assets/scripted-model/dev-docs-seen.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** A command that the permission mode does not let through; harmless when it is. */
export const ASKED_COMMAND = 'touch asked-for.txt && chmod 640 asked-for.txt && date +%s > /dev/null'

const ASKING: Record<'permission' | 'question', ToolCall> = {
  permission: { name: 'Bash', input: { command: ASKED_COMMAND, description: 'Set the mode of a file' } },
  question: {
    name: 'AskUserQuestion',
    input: {
      questions: [
        {
          question: 'Which colour shall the cover have?',
          header: 'Cover',
          multiSelect: false,
          options: [
            { label: 'Green', description: 'Like a meadow' },
            { label: 'Blue', description: 'Like a lake' },
          ],
        },
      ],
    },
  },
}

/**
 * Needs a person at its second box: a command outside the allowed tools, or a question. Its own work it does
 * with Write, so that `Read Write Edit` is all it has to be allowed.
 */
export function asker(by: 'permission' | 'question' = 'permission'): Character {
  return worker({
    steps: ({ box, conversation }) => {
      const write = written(box, conversation.cwd)
      return box.number === 2 ? [ASKING[by], write] : [write]
    },
  })
}

function written(box: SeenBox, cwd: string): ToolCall {
  return { name: 'Write', input: { file_path: join(cwd, outputFile(box)), content: `done: ${box.title}\n` } }
}
