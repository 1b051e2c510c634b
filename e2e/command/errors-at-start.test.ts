import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { SHIPPED_ENTRY } from '../support/baton.ts'
import { ask, statusOf, whereOf, type Said, type Where } from '../support/ask.ts'
import { IDLE_EXIT_VARIABLE } from '../support/core.ts'
import { play, USUAL_TOOLS, type Play } from '../support/play.ts'
import { makeProject, numberedBoxes, type Project } from '../support/project.ts'
import { CLAUDE, type World } from '../support/world.ts'

const SYSTEM_NODE = '/usr/bin/node'
const KNOWN_VERSION = '2.1.330'

function stageOf(): Promise<Play> {
  return play({
    character: worker(),
    project: { boxes: numberedBoxes(1) },
    env: { [IDLE_EXIT_VARIABLE]: '3000' },
  })
}

/** `baton run` that is to be refused: nothing on stdout, one line on stderr, no series. */
async function refused(where: Where, project: Project, task = project.task, ...flags: string[]): Promise<Said> {
  const said = await ask(where, 'run', '--json', '--project', project.path, '--task', task, ...USUAL_TOOLS, ...flags)
  expect(said.stdout).toBe('')
  expect(said.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect((await statusOf(where)).series).toEqual([])
  return said
}

/** A claude of the test's own; anything but `--version` is done by the real one. */
function ownClaude(world: World, version: string): string {
  const path = join(world.root, 'own-claude')
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; else exec '${CLAUDE}' "$@"; fi\n`
  writeFileSync(path, script)
  chmodSync(path, 0o755)
  return path
}

test('a claude that is missing, broken or of another version', async () => {
  const stage = await stageOf()
  const { project, world } = stage
  const where = whereOf(stage)
  const bare = { ...where, env: { ...where.env, PATH: '/usr/bin:/bin' } }
  const missing = await refused(bare, project)
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringMatching(/^baton: claude: .*PATH.*\. Install .+\.$/m) })
  const elsewhere = await refused(where, project, project.task, '--claude', './no/claude')
  expect(elsewhere.code).toBe(1)
  expect(elsewhere.stderr).toMatch(/^baton: \S+\/no\/claude: there is no program at this path\. /)

  const broken = await refused(where, project, project.task, '--claude', ownClaude(world, 'Segmentation fault'))
  expect(broken.code).toBe(1)
  expect(broken.stderr).toMatch(/own-claude: `--version` did not answer as Claude Code does\. /)

  const claude = ownClaude(world, '9.9.9 (Claude Code)')
  const doctor = await ask(where, 'doctor', '--claude', claude)
  expect(doctor.code).toBe(0)
  expect(doctor.stdout).toMatch(new RegExp(`! claude .*9\\.9\\.9[^]*${KNOWN_VERSION}`))
  const run = stage.run('--claude', claude)
  expect(await run.waitForEvent('series.completed')).toMatchObject({ tasks: { done: 1, open: 0 } })
  expect((await run.exited).code).toBe(0)
})

test('a folder that the agent does not trust', async () => {
  const stage = await stageOf()
  const untrusted = makeProject(join(stage.world.root, 'untrusted'), { boxes: numberedBoxes(1) })
  const { code, stderr } = await refused(whereOf(stage), untrusted)
  expect(code).toBe(1)
  expect(stderr).toContain(untrusted.path)
  expect(stderr).toMatch(/^baton: folder trusted: .+\. Run `claude` in .+ once and answer/)
})

test('dev-docs and projects that are no work', async () => {
  const stage = await stageOf()
  const { project } = stage
  const where = whereOf(stage)
  const expectRefused = async (code: number, said: RegExp, task?: string): Promise<void> => {
    const { stderr, ...rest } = await refused(where, project, task)
    expect(stderr).toMatch(said)
    expect(rest.code).toBe(code)
  }
  const docs = 'dev/active/my-task/my-task'
  await expectRefused(2, /^baton: task: its name must be .+\. Give a short name/, '../up')
  await expectRefused(
    1,
    /^baton: dev\/active\/none\/none-plan\.md, .+ are not there\. Make them with `baton init /,
    'none',
  )

  writeFileSync(project.tasks, '- [x] Write out/01.txt\n')
  await expectRefused(1, /^baton: my-task: all its tasks are ticked already \(1\)\. Add an open box/)
  writeFileSync(project.tasks, '# Nothing here\n')
  await expectRefused(1, new RegExp(`^baton: ${docs}-tasks\\.md: has no box.+\\. Write each task as a list item`))
  writeFileSync(project.tasks, Buffer.from([0x2d, 0xff, 0xfe]))
  await expectRefused(1, new RegExp(`^baton: ${docs}-tasks\\.md: is not UTF-8 text\\. Save it as UTF-8`))
  rmSync(project.tasks)
  await expectRefused(1, new RegExp(`^baton: ${docs}-tasks\\.md: is not there\\. Write what is missing`))

  const gone = await ask(where, 'run', '--project', join(project.path, 'gone'), '--task', 'my-task')
  expect(gone).toMatchObject({ code: 2, stdout: '' })
  expect(gone.stderr).toMatch(/^baton: \S+\/gone: there is no such folder\. Give the project folder/)

  const begun = await ask(where, 'init', '--project', project.path, '--task', 'new-task', 'Count the sheep')
  expect(begun.code).toBe(0)
  expect(project.read('dev/active/new-task/new-task-tasks.md')).toContain('- [ ] ')
  const twice = await ask(where, 'init', '--project', project.path, '--task', 'new-task', 'Count the sheep')
  expect(twice.code).toBe(1)
})

const old = oldNode()

test.skipIf(old === null)(`a Node that is too old (skipped where ${SYSTEM_NODE} is not one)`, async () => {
  const stage = await stageOf()
  const command = `'${SYSTEM_NODE}' '${SHIPPED_ENTRY}' status 2>&1; echo "code $?"`
  expect(execFileSync('sh', ['-c', command], { env: stage.world.env }).toString()).toBe(
    `baton needs Node 22.22 or newer and this is ${old}: install a current Node (https://nodejs.org) or run it through npx, which uses the Node pinned in this project.\ncode 2\n`,
  )
})

/** The version of the system's Node, if it is older than the command allows. */
function oldNode(): string | null {
  if (!existsSync(SYSTEM_NODE)) return null
  const version = execFileSync(SYSTEM_NODE, ['--version'], { env: {} }).toString().trim().slice(1)
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 22 || (major === 22 && minor < 22) ? version : null
}
