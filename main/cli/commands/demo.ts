import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { DEMO_BOXES, DEMO_PLAN, DEMO_TASK, DEMO_USAGE, demoCharacter } from '../../../assets/scripted-model/demo.ts'
import { startScriptedModel } from '../../../assets/scripted-model/server.ts'
import { packageFolder } from '../../package/files.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { CommandContext } from '../output.ts'
import { run } from './run.ts'

/** Folder of the demo's finished files in its project. */
const GUIDE = 'guide'

/** Short lines: they are not wrapped. */
const INTRODUCTION = [
  'Baton demo: the real Claude Code works through nine small tasks.',
  'The model is scripted: a small server on this machine makes up its answers',
  'and its token counts. What Baton shows of them is measured as with a real',
  'model. No account is used, and nothing leaves this machine.',
]

interface Scratch {
  root: string
  project: string
  dataDir: string
  env: Record<string, string>
}

/**
 * `baton demo`: the whole loop with the real Claude Code and a scripted model, without an account. Everything happens in
 * a scratch folder with a home of its own; the person's own settings and login are neither read nor passed on.
 */
export async function demo(context: CommandContext): Promise<ExitCode> {
  const say = (text: string): void => (context.out.json ? context.out.diagnostic(text) : context.out.text(text))
  const model = await startScriptedModel({ character: demoCharacter, usage: DEMO_USAGE })
  try {
    const scratch = makeScratch(model.url, context.io.env)
    for (const line of INTRODUCTION) say(line)
    say(`Folder: ${scratch.root}\n`)
    const io = { ...context.io, env: scratch.env, cwd: scratch.project }
    const code = await run(
      { ...context, io, dataDir: scratch.dataDir },
      {
        project: scratch.project,
        task: DEMO_TASK,
        foreground: true,
        permissionMode: 'acceptEdits',
        allowedTools: 'Bash(*) Read Write Edit',
      },
    )
    for (const line of whereToLook(scratch)) say(line)
    return code
  } finally {
    await model.close()
  }
}

function whereToLook({ root, project, dataDir }: Scratch): string[] {
  const guide = join(project, GUIDE)
  const files = existsSync(guide) ? readdirSync(guide) : []
  const baton = `npx baton`
  return [
    '',
    `Finished files (${files.length}): ${guide}`,
    `Report:        ${baton} series ${DEMO_TASK} --report --data-dir ${dataDir}`,
    `Checkpoints:   ${baton} checkpoints ${DEMO_TASK} --data-dir ${dataDir}`,
    `One of them:   ${baton} checkpoints ${DEMO_TASK} diff 2 --data-dir ${dataDir}`,
    `On git refs:   git -C ${project} for-each-ref refs/baton`,
    `Done looking:  rm -r ${root}`,
  ]
}

/** A home, a data folder and a repository with the dev-docs of the demo's task. */
function makeScratch(modelUrl: string, caller: NodeJS.ProcessEnv): Scratch {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'baton-demo-')))
  const home = join(root, 'home')
  const project = join(root, 'field-guide')
  const env = scratchEnvironment(home, modelUrl, caller)
  const docs = join(project, 'dev', 'active', DEMO_TASK)
  mkdirSync(home)
  mkdirSync(docs, { recursive: true })
  const config = { hasCompletedOnboarding: true, projects: { [project]: { hasTrustDialogAccepted: true } } }
  writeFileSync(join(home, '.claude.json'), JSON.stringify(config), { mode: 0o600 })
  writeFileSync(join(project, 'README.md'), '# A small field guide\n')
  writeFileSync(join(docs, `${DEMO_TASK}-plan.md`), DEMO_PLAN)
  writeFileSync(join(docs, `${DEMO_TASK}-context.md`), '# Context\n\nNothing is done yet.\n')
  writeFileSync(join(docs, `${DEMO_TASK}-tasks.md`), `# Tasks\n\n${DEMO_BOXES.map((box) => `- [ ] ${box}\n`).join('')}`)
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: project, env, stdio: 'pipe' })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git(
    '-c',
    'user.name=Baton demo',
    '-c',
    'user.email=demo@localhost',
    'commit',
    '--quiet',
    '--message=Start the field guide',
  )
  return { root, project, dataDir: join(root, 'data'), env }
}

/** Built from nothing: of the caller's environment only where programs are and what the terminal is. */
function scratchEnvironment(home: string, modelUrl: string, caller: NodeJS.ProcessEnv): Record<string, string> {
  const passed = ['TERM', 'LANG', 'LC_ALL', 'COLORTERM', 'NO_COLOR', 'SHELL', 'SYSTEMROOT'].flatMap((name) => {
    const value = caller[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const bundled = join(packageFolder(), 'node_modules', '.bin')
  return {
    ...Object.fromEntries(passed),
    PATH: [bundled, dirname(process.execPath), caller['PATH'] ?? ''].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_AUTH_TOKEN: 'scripted',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  }
}
