import { afterEach, expect, test, vi } from 'vitest'
import { asker, ASKED_COMMAND } from './characters/models/asker.ts'
import { askerInText } from './characters/models/asker-in-text.ts'
import { bigStart } from './characters/models/big-start.ts'
import { devServer, DEV_SERVER_MARK } from './characters/models/dev-server.ts'
import { fanOut } from './characters/models/fan-out.ts'
import { marathon } from './characters/models/marathon.ts'
import { vanishingBoxes } from './characters/models/vanishing-boxes.ts'
import { verifyFailsTwice, WRONG_LINE } from './characters/models/verify-fails-twice.ts'
import { contextShown, registryStatus } from './support/claude.ts'
import { verifyFailedText } from '../main/series/words.ts'
import { ask, atStops, setStage, type Stage, type StageOptions } from './support/hand-played.ts'
import { worldProcesses } from './support/processes.ts'

const PATIENCE = { timeout: 40_000, interval: 50 }

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function open(options: StageOptions): Promise<Stage> {
  stage = await setStage(options)
  return stage
}

function stops({ hooks }: Stage, count: number): Promise<void> {
  return vi.waitFor(() => expect(hooks.named('Stop').length).toBeGreaterThanOrEqual(count), PATIENCE)
}

test('fan-out: a Stop with running subagents, whose requests are told apart, then one without', async () => {
  const opened = await open({ character: fanOut({ agents: 2, workMs: 2500 }) })
  opened.start()
  await vi.waitFor(() => expect(opened.hooks.named('Stop').at(-1)?.background_tasks).toEqual([]), PATIENCE)
  const first = opened.hooks.named('Stop')[0]
  expect(first?.background_tasks?.map(({ type, status }) => [type, status])).toEqual([
    ['subagent', 'running'],
    ['subagent', 'running'],
  ])
  expect(opened.model.requests().filter(({ kind }) => kind === 'subagent')).toHaveLength(2)
  expect(opened.project.boxes().map(({ done }) => done)).toEqual([true, false, false])
})

test('dev-server: a background shell outlives the turn', async () => {
  const opened = await open({ character: devServer, answer: atStops(ask.goOn(2)) })
  opened.start()
  await stops(opened, 2)
  expect(opened.hooks.named('Stop')[1]?.background_tasks?.map(({ type }) => type)).toEqual(['shell'])
  const servers = worldProcesses(opened.world.root).filter(({ argv }) => argv.join(' ').includes(DEV_SERVER_MARK))
  expect(servers.length).toBeGreaterThan(0)
})

test('marathon: asked in the middle of a long turn it writes the handover and works on until it is stopped', async () => {
  const tools: string[] = []
  const opened = await open({
    character: marathon,
    answer: ({ hook_event_name, tool_name = '' }) => {
      if (hook_event_name === 'PostToolUse') tools.push(tool_name)
      const written = tools.lastIndexOf('Write')
      const worksOn = written >= 0 && tools.length > written + 1
      if (hook_event_name === 'PostToolBatch' && worksOn) return { continue: false, stopReason: 'handed over' }
      const ends = hook_event_name === 'PostToolUse' && tools.filter((name) => name === 'Bash').length === 3
      return ends && written < 0 && stage ? ask.checkpoint(stage.project, 'PostToolUse') : {}
    },
  })
  const claude = opened.start()
  await vi.waitFor(() => expect(tools).toHaveLength(8), PATIENCE)
  await vi.waitFor(() => expect(registryStatus(opened.world, claude.pid)).toBe('idle'), PATIENCE)
  expect(tools).toEqual(['Read', 'Read', 'Read', 'Bash', 'Bash', 'Bash', 'Write', 'Bash'])
  expect(opened.project.read('dev/active/my-task/my-task-context.md')).toContain('## Next steps')
  expect(opened.project.boxes()[0]?.done).toBe(false)
  expect(opened.hooks.named('Stop')).toEqual([])
})

test('asker: its second box needs a permission', async () => {
  const opened = await open({ character: asker('permission'), answer: atStops(ask.goOn(2)) })
  opened.start({ allowedTools: ['Read', 'Write', 'Edit'] })
  await vi.waitFor(() => expect(opened.hooks.named('PermissionRequest')).toHaveLength(1), PATIENCE)
  expect(opened.hooks.named('PermissionRequest')[0]?.tool_input?.['command']).toBe(ASKED_COMMAND)
  expect(opened.project.read('out/01.txt')).toBe('done: Write out/01.txt\n')
})

test('asker: its second box is a question', async () => {
  const opened = await open({ character: asker('question'), answer: atStops(ask.goOn(2)) })
  opened.start()
  await vi.waitFor(() => expect(opened.hooks.named('PermissionRequest')).toHaveLength(1), PATIENCE)
  expect(opened.hooks.named('PermissionRequest')[0]?.tool_name).toBe('AskUserQuestion')
})

test('asker-in-text: ends with the line that calls a person, and goes on once answered', async () => {
  const opened = await open({ character: askerInText })
  const claude = opened.start()
  await stops(opened, 1)
  expect(opened.hooks.named('Stop')[0]?.last_assistant_message).toMatch(/\nBATON: NEEDS-HUMAN .+$/)
  claude.prompt('The photographs are free to use.')
  await stops(opened, 2)
  expect(opened.project.boxes().map(({ done }) => done)).toEqual([true, true, false])
})

test('vanishing-boxes: the second box is gone from the file', async () => {
  const opened = await open({ character: vanishingBoxes })
  opened.start()
  await stops(opened, 1)
  expect(opened.project.boxes().map(({ title, done }) => [title, done])).toEqual([
    ['Write out/01.txt', true],
    ['Write out/03.txt', false],
  ])
})

test('big-start: the first response fills the context to the given size', async () => {
  const opened = await open({ character: bigStart(170_000) })
  const claude = opened.start()
  await vi.waitFor(() => expect(contextShown(claude.status())).toBeGreaterThanOrEqual(170_000), PATIENCE)
  expect(opened.model.requests().find(({ kind }) => kind === 'main')?.usage?.cacheCreation).toBe(169_997)
})

test('verify-fails-twice: the output is right only after the second complaint', async () => {
  const opened = await open({ character: verifyFailsTwice, project: { boxes: ['Write out/01.txt'] } })
  const { project } = opened
  const claude = opened.start()
  await stops(opened, 1)
  expect(project.read('out/01.txt')).toBe(`${WRONG_LINE}\n`)
  claude.prompt(verifyFailedText(1, 'out/01.txt is wrong'))
  await stops(opened, 2)
  expect(project.read('out/01.txt')).toBe(`${WRONG_LINE}\n`)
  claude.prompt(verifyFailedText(1, 'out/01.txt is wrong'))
  await stops(opened, 3)
  expect(project.read('out/01.txt')).toBe('done: Write out/01.txt\n')
})
