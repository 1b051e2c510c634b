import { countText } from '../render/numbers.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { projectFolder } from './run.ts'

/** `baton init`: writes the dev-docs of a new task; no core and no model is needed for it. */
export async function init(
  { io, out }: CommandContext,
  options: { project: string; task: string; description: string },
): Promise<ExitCode> {
  const project = projectFolder(io.cwd, options.project)
  if (!project.ok) return refuse(out, project.problem)
  const { initDevDocs } = await import('../../checkpoints/init.ts')
  const at = nowText()
  const { task, description } = options
  const made = await initDevDocs({ project: project.value, task, description, today: at.slice(0, 10) })
  if (!made.ok) return refuse(out, made.problem)
  const files = made.value.map((file) => file.path)
  if (out.json) out.object({ type: 'init', at, project: project.value, task, files })
  else {
    out.text(`${countText(files.length, 'file')} made in ${project.value}:`)
    for (const file of files) out.text(`  ${file}`)
    out.text(`Start it: baton run --project ${options.project} --task ${task}`)
  }
  return EXIT.completed
}
