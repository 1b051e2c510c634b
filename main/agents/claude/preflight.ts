import { readState } from './claude-state.ts'
import { configDirOf } from './environment.ts'
import { checkHooks, checkStatusLine } from './preflight-hooks.ts'
import { checkLogin, checkOnboarding } from './preflight-login.ts'
import { checkPermissionMode } from './preflight-permissions.ts'
import { checkTrust } from './preflight-trust.ts'
import { managedDir, settingsLayers } from './user-settings.ts'

/** One thing that would keep an unattended session from starting or from being steered. */
export interface PreflightCheck {
  name: 'folder trusted' | 'login' | 'onboarding' | 'hooks allowed' | 'status line' | 'permission mode'
  ok: 'ok' | 'warning' | 'problem'
  /** One sentence without a full stop. Never holds a value of the environment or a credential. */
  said: string
  /** What to do, without a full stop; empty when ok. */
  remedy: string
}

export interface PreflightInput {
  /** Project folder. */
  cwd: string
  /** The environment that the session would get. */
  env: Record<string, string>
  permissionMode?: string | undefined
  /** Where the hooks would go; else a loopback address that stands for it. */
  hookUrl?: string | undefined
  /** Folder of the organisation's settings; else the platform's. */
  organisation?: string | undefined
  /** User id of this process; else asked. Undefined where there is none. */
  uid?: number | undefined
}

/** All checks, each by itself; nothing is started or changed. */
export async function preflight(input: PreflightInput): Promise<PreflightCheck[]> {
  const { cwd, env, permissionMode } = input
  const state = await readState(env)
  const layers = await settingsLayers(configDirOf(env), cwd, input.organisation ?? managedDir())
  return [
    await checkTrust(cwd, env, state),
    await checkLogin(env, state, layers),
    checkOnboarding(env, state),
    checkHooks(layers, input.hookUrl ?? 'http://127.0.0.1:4319/hooks/launch'),
    checkStatusLine(layers),
    checkPermissionMode(permissionMode, env, state, layers, input.uid ?? process.getuid?.()),
  ]
}
