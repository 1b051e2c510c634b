import type { PreflightCheck } from './preflight.ts'
import type { SettingsLayer } from './user-settings.ts'

/** Whether some settings file keeps Baton's hooks from running: without hooks a session can be hosted, not steered. */
export function checkHooks(layers: SettingsLayer[], hookUrl: string): PreflightCheck {
  const name = 'hooks allowed'
  const switched = strongest(layers, 'disableAllHooks')
  if (switched?.value === true) return refused(name, switched.file, '"disableAllHooks" is true')
  const only = layers.find((layer) => layer.kind === 'managed' && layer.settings?.allowManagedHooksOnly)
  if (only) return refused(name, only.file, '"allowManagedHooksOnly" is true')
  const lists = layers.filter((layer) => layer.settings?.allowedHttpHookUrls !== undefined)
  const patterns = lists.flatMap((layer) => layer.settings?.allowedHttpHookUrls ?? [])
  const [first] = lists
  if (first && !patterns.some((pattern) => matches(pattern, hookUrl))) {
    return refused(name, lists.map((layer) => layer.file).join(', '), `"allowedHttpHookUrls" leaves out ${hookUrl}`)
  }
  const broken = layers.filter((layer) => layer.settings === null).map((layer) => layer.file)
  if (broken.length > 0) {
    const said = `no JSON settings in ${broken.join(', ')}: they are not taken into account`
    return { name, ok: 'warning', said, remedy: 'mend the file' }
  }
  return { name, ok: 'ok', said: 'no settings file keeps hooks from running', remedy: '' }
}

/** An organisation's status line wins over Baton's: then the context is known from the transcript alone. */
export function checkStatusLine(layers: SettingsLayer[]): PreflightCheck {
  const name = 'status line'
  const managed = layers.find((layer) => layer.kind === 'managed' && layer.settings?.statusLine)
  if (!managed) return { name, ok: 'ok', said: 'Baton may read the status line', remedy: '' }
  return {
    name,
    ok: 'warning',
    said: `"statusLine" in ${managed.file} replaces Baton's: context is read from the transcript alone`,
    remedy: 'ask whoever keeps that file to take the key out',
  }
}

/** The value that counts of a key: of the strongest file that has it. */
function strongest(layers: SettingsLayer[], key: 'disableAllHooks'): { file: string; value: boolean } | null {
  const layer = layers.findLast((candidate) => candidate.settings?.[key] !== undefined)
  return layer ? { file: layer.file, value: layer.settings?.[key] ?? false } : null
}

function refused(name: PreflightCheck['name'], file: string, said: string): PreflightCheck {
  return {
    name,
    ok: 'problem',
    said: `${said} in ${file}: Baton cannot steer a session`,
    remedy: `change it in ${file}`,
  }
}

/** `*` in a pattern stands for anything. */
function matches(pattern: string, url: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(url)
}
