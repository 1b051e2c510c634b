import { afterEach, expect, test, vi } from 'vitest'
import { worker } from '../assets/scripted-model/worker.ts'
import type { Character } from '../assets/scripted-model/reply.ts'
import { readDevDocs } from '../main/checkpoints/dev-docs.ts'
import { checkHandover } from '../main/checkpoints/verify.ts'
import { leaker } from './characters/models/leaker.ts'
import { liar } from './characters/models/liar.ts'
import { sloppy } from './characters/models/sloppy.ts'
import { stubborn } from './characters/models/stubborn.ts'
import { ask, setStage, type Stage } from './support/hand-played.ts'
import type { Project } from './support/project.ts'

const PATIENCE = { timeout: 40_000, interval: 50 }

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

/** No problem at all. */
const GOOD = /^$/

test.each<[string, Character, RegExp, RegExp]>([
  ['worker', worker(), GOOD, GOOD],
  ['sloppy', sloppy, /Next steps/, GOOD],
  ['stubborn', stubborn, /Next steps/, /Next steps/],
  ['liar', liar, /has not changed/, /has not changed/],
  ['leaker', leaker, /secret/, /secret/],
])(
  "%s: what Baton's own rules find in the handover, and after a repair request",
  async (_, character, first, repaired) => {
    const found: string[][] = []
    stage = await setStage({ character, answer: ({ hook_event_name }) => (hook_event_name === 'Stop' ? atStop() : {}) })
    const { hooks, project } = stage
    const before = await contextHash(project)
    async function atStop(): Promise<object> {
      if (hooks.named('Stop').length === 1) return ask.checkpoint(project)
      const docs = await readDevDocs(project.path, project.task)
      found.push((await checkHandover({ project: project.path, docs, baselineContextSha256: before })).problems)
      return found.length === 1 ? ask.repair('What is missing, add it.') : {}
    }
    stage.start()
    await vi.waitFor(() => expect(found).toHaveLength(2), PATIENCE)
    expect(found[0]?.join('\n')).toMatch(first)
    expect(found[1]?.join('\n')).toMatch(repaired)
  },
)

async function contextHash(project: Project): Promise<string> {
  const docs = await readDevDocs(project.path, project.task)
  const context = docs.ok ? docs.value.files.find(({ role }) => role === 'context') : undefined
  if (!context) throw new Error('the project has no context file')
  return context.sha256
}
