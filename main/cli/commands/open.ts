import { failure } from '../../../contract/problem.ts'
import { openBrowser, screenOf } from '../browser.ts'
import { liveCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { browserHint } from '../render/page-address.ts'

export interface OpenOptions {
  /** The browser may only look. */
  view?: boolean
  /** Only says the address. */
  print?: boolean
}

/** `baton open`: a new address that lets one browser in, opened where there is a browser. */
export async function open({ dataDir, io, out }: CommandContext, options: OpenOptions): Promise<ExitCode> {
  const core = await liveCore(dataDir)
  if (core === null) {
    const remedy = 'start one with `baton serve`, or run a task with `baton run`, and open it then'
    return refuse(out, failure('no-core', 'baton core', 'none is running for this data folder', remedy).problem)
  }
  const link = await core.client.call('access.link', { role: options.view === true ? 'view' : 'control' })
  if (!link.ok) return refuse(out, link.problem)
  const { url } = link.value
  const screen = screenOf(io.env)
  const opened = options.print !== true && screen === 'here' && (await openBrowser(url))
  if (out.json) {
    out.object({ type: 'open', at: nowText(), url, opened })
    return EXIT.completed
  }
  out.text(opened ? 'Opened in your browser.' : url)
  if (!opened) out.diagnostic(browserHint(url, screen))
  return EXIT.completed
}
