import type { RpcMethod } from '../../../contract/rpc.ts'
import { runCommand } from '../../stores/commands.ts'
import type { LoopAction } from './loop-actions.ts'

const COMMANDS = {
  pause: 'series.pause',
  resume: 'series.resume',
  checkpoint: 'series.checkpoint',
  cycle: 'series.cycle',
  stop: 'series.stop',
} as const satisfies Partial<Record<LoopAction, RpcMethod>>

const PENDING: Record<LoopAction, string> = {
  pause: 'Pausing…',
  resume: 'Resuming…',
  checkpoint: 'Asking for a checkpoint…',
  cycle: 'Asking for a handover…',
  stop: 'Asking it to stop…',
  'stop-now': 'Ending the session…',
}

/** Does it, and tells the person what came of it. */
export async function runLoopAction(id: string, action: LoopAction): Promise<void> {
  const options = { pending: PENDING[action] }
  if (action === 'stop-now') await runCommand('series.interrupt', { id, now: true }, options)
  else await runCommand(COMMANDS[action], { id }, options)
}
