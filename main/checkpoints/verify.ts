import { describeProblem, type Outcome } from '../../contract/problem.ts'
import { claimedOpenBoxes } from './claims.ts'
import type { DevDocs, DevDocsFile } from './dev-docs.ts'
import { judgeNextSteps } from './next-steps.ts'
import { findSecrets } from './secrets.ts'

export interface HandoverCheck {
  ok: boolean
  /** Each a sentence that tells the agent what to do. */
  problems: string[]
  secrets: { path: string; line: number; kind: string }[]
}

export interface HandoverCheckRequest {
  project: string
  docs: Outcome<DevDocs>
  /** Hash of the context file when the checkpoint was asked for; null: it need not have changed. */
  baselineContextSha256: string | null
  /** The task is complete: no next steps, no change since the request. */
  final?: boolean
}

/** Whether the dev-docs on disk are a handover that the next session can go on from: the rules of `handoverRules`. */
export async function checkHandover(request: HandoverCheckRequest): Promise<HandoverCheck> {
  const { docs, final = false } = request
  if (!docs.ok) return { ok: false, problems: [describeProblem(docs.problem)], secrets: [] }
  const { files, boxes } = docs.value
  const context = files.find((file) => file.role === 'context')
  const tasks = files.find((file) => file.role === 'tasks')
  if (!context || !tasks) throw new Error('checkHandover: dev-docs without context or tasks')
  const problems: string[] = []
  if (!final && context.sha256 === request.baselineContextSha256)
    problems.push(`Update ${context.path}: it has not changed since the checkpoint was asked for.`)
  if (!final) problems.push(...(await nextStepProblems(request.project, context, docs.value)))
  for (const box of claimedOpenBoxes(context.text, boxes))
    problems.push(
      `Tick box ${box.number} (${JSON.stringify(box.title)}) in ${tasks.path}, or do not call it done in ${context.path}.`,
    )
  const secrets = await secretsOf(files)
  for (const { path, line, kind } of secrets)
    problems.push(`Take the secret (${kind}) out of ${path}, line ${line}; say where it is kept instead.`)
  return { ok: problems.length === 0, problems, secrets }
}

async function nextStepProblems(project: string, context: DevDocsFile, docs: DevDocs): Promise<string[]> {
  switch (await judgeNextSteps(project, context.text, docs.boxes)) {
    case 'good':
      return []
    case 'no-heading':
      return [`Add a heading "## Next steps" to ${context.path}, with a list of what to do next under it.`]
    case 'no-item':
      return [
        `Under "Next steps" in ${context.path}, write a list item of at least 20 characters that names an open box ("box N" or its title), an existing path, or a command in backticks.`,
      ]
  }
}

async function secretsOf(files: DevDocsFile[]): Promise<HandoverCheck['secrets']> {
  const found = await Promise.all(
    files.map(async (file) => (await findSecrets(file.text)).map((secret) => ({ path: file.path, ...secret }))),
  )
  return found.flat()
}
