import { afterEach, expect, test, vi } from 'vitest'
import { worker } from '../assets/scripted-model/worker.ts'
import { scriptedUsage } from '../assets/scripted-model/reply.ts'
import { LONG_COMMAND, quitter } from './characters/models/quitter.ts'
import { contextShown, untilInTranscript } from './support/claude.ts'
import { cliProcesses, worldProcesses } from './support/processes.ts'
import { ask, atStops, setStage, type Stage, type StageOptions } from './support/hand-played.ts'

const PATIENCE = { timeout: 40_000, interval: 50 }
const USAGE = { base: 30_000, growth: 7_000 }

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function open(options: StageOptions): Promise<Stage> {
  stage = await setStage(options)
  return stage
}

test('the worker does boxes when told to and hands over when asked, in the real CLI', async () => {
  let project: Stage['project'] | undefined
  const checkpoint = (): object => (project ? ask.checkpoint(project) : {})
  const { hooks, model, start, ...rest } = await open({
    character: worker(),
    usage: USAGE,
    answer: atStops(ask.goOn(2), checkpoint),
  })
  project = rest.project
  const claude = start()
  await vi.waitFor(() => expect(hooks.named('Stop')).toHaveLength(3), PATIENCE)

  expect(project.read('out/01.txt')).toBe('done: Write out/01.txt\n')
  expect(project.read('out/02.txt')).toBe('done: Write out/02.txt\n')
  expect(project.read('out/03.txt')).toBeNull()
  expect(project.boxes().map(({ done }) => done)).toEqual([true, true, false])
  const handover = project.read('dev/active/my-task/my-task-context.md')
  expect(handover).toMatch(/## Next steps\n\n1\. Do box 3, "Write out\/03\.txt"/)
  expect(hooks.named('Stop').at(-1)?.last_assistant_message).toContain('The handover is in')

  const main = model.requests().filter(({ kind }) => kind === 'main')
  const expected = main.map(({ conversation, reply }) => scriptedUsage(USAGE, conversation?.replies ?? -1, reply ?? {}))
  expect(main.map(({ usage }) => usage)).toEqual(expected)
  const last = USAGE.base + USAGE.growth * (main.length - 1)
  await vi.waitFor(() => expect(contextShown(claude.status())).toBe(last), PATIENCE)
})

test('a killed and resumed session checks what took effect and repeats nothing', async () => {
  const { hooks, model, project, start, world } = await open({
    character: quitter,
    usage: USAGE,
    answer: atStops(ask.goOn(2)),
  })
  const first = start()
  const longRuns = (): boolean => worldProcesses(world.root).some(({ argv }) => argv.join(' ').includes(LONG_COMMAND))
  await vi.waitFor(() => expect(longRuns()).toBe(true), PATIENCE)
  expect(cliProcesses(world.root).map(({ pid }) => pid)).toEqual([first.pid])
  await untilInTranscript(world.home, LONG_COMMAND)
  first.kill('SIGKILL')
  await first.exited
  const before = model.requests().filter(({ kind }) => kind === 'main').length

  start({ resume: first.sessionId, prompt: 'You were interrupted; check whether your last action took effect.' })
  await vi.waitFor(() => expect(hooks.named('Stop')).toHaveLength(2), PATIENCE)

  expect(project.read('out/02.txt')).toBe('done: Write out/02.txt\n')
  expect(project.boxes().map(({ done }) => done)).toEqual([true, true, false])
  const resumed = model.requests().filter(({ kind }) => kind === 'main')[before]
  expect(resumed?.reply?.tools).toEqual([{ name: 'Read', input: { file_path: project.tasks } }])
  expect(resumed?.sessionId).toBe(first.sessionId)
  const contexts = model.requests().flatMap(({ usage }) => (usage ? [usage.cacheRead] : []))
  expect(contexts).toEqual([...contexts].sort((one, other) => one - other))
})

test('a session-init with @file lines is worked on without reading', async () => {
  const { hooks, project, start } = await open({ character: worker(), project: { sessionInit: true } })
  start({ prompt: '/session-init my-task' })
  await vi.waitFor(() => expect(hooks.named('Stop')).toHaveLength(1), PATIENCE)
  expect(hooks.named('PreToolUse').map(({ tool_name }) => tool_name)).toEqual(['Bash', 'Edit'])
  expect(project.boxes()[0]?.done).toBe(true)
})
