/** What a person reads first: where it stands, then what is to do, then the plan, then the rest. */
const PARTS = ['context', 'tasks', 'plan']

/** "dev/active/x/x-context.md" → "context"; other files keep their name. */
export function partName(path: string): string {
  const name = path.split('/').at(-1) ?? path
  return PARTS.find((part) => name.endsWith(`-${part}.md`)) ?? name
}

export function orderedFiles<T extends { path: string }>(files: readonly T[]): T[] {
  return files.toSorted((a, b) => rank(a.path) - rank(b.path) || a.path.localeCompare(b.path))
}

function rank(path: string): number {
  const place = PARTS.indexOf(partName(path))
  return place === -1 ? PARTS.length : place
}
