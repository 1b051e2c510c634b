import type { ClaudeState } from './claude-state.ts'
import type { PreflightCheck } from './preflight.ts'
import type { SettingsLayer } from './user-settings.ts'

/** Modes of 2.1.330; another one is the CLI's to judge. */
const MODES = ['acceptEdits', 'auto', 'bypassPermissions', 'default', 'dontAsk', 'manual', 'plan']

/** Whether the CLI would start in the permission mode that is wanted, without a question. `uid` 0: root. */
export function checkPermissionMode(
  mode: string | undefined,
  env: Record<string, string>,
  state: ClaudeState,
  layers: SettingsLayer[],
  uid: number | undefined,
): PreflightCheck {
  const name = 'permission mode'
  if (mode !== undefined && !MODES.includes(mode)) {
    const said = `"${mode}" is no mode that Baton knows`
    return { name, ok: 'warning', said, remedy: `take one of ${MODES.join(', ')}` }
  }
  if (mode !== 'bypassPermissions') return { name, ok: 'ok', said: mode ?? "Claude Code's own default", remedy: '' }
  const sandboxed = env['IS_SANDBOX'] === '1' || Boolean(env['CLAUDE_CODE_BUBBLEWRAP'])
  if (uid === 0 && !sandboxed) {
    const said = 'Claude Code refuses bypassPermissions as root'
    return {
      name,
      ok: 'problem',
      said,
      remedy: 'run as another user, or take --permission-mode acceptEdits with --allowed-tools',
    }
  }
  // A project's file may not accept this for its reader.
  const own = layers.filter((layer) => layer.kind !== 'project')
  const accepted = own.some((layer) => layer.settings?.skipDangerousModePermissionPrompt)
  if (accepted || state.bypassPermissionsModeAccepted) return { name, ok: 'ok', said: mode, remedy: '' }
  const said = 'Claude Code would first ask to accept bypassPermissions, and its default answer ends it'
  return { name, ok: 'problem', said, remedy: 'run `claude --permission-mode bypassPermissions` once and accept' }
}
