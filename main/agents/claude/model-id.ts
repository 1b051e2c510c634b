/**
 * The bare id of a Claude model: without a date (`-20251101`, `@20251101`), a version tail (`-v1:0`),
 * a provider prefix (`us.anthropic.`, `anthropic/`) or a window suffix (`[1m]`).
 */
export function bareModelId(model: string): string {
  const start = model.indexOf('claude-')
  const id = start > 0 ? model.slice(start) : model
  return id
    .replace(/\[1m\]$/i, '')
    .replace(/-v\d+(:\d+)?$/, '')
    .replace(/[-@]\d{8}$/, '')
}
