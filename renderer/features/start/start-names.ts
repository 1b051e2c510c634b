import type { SeriesView } from '../../../contract/series.ts'

/** Names longer than this are cut at a word. */
const SUGGESTED_LENGTH = 40
const FILLERS = new Set(['a', 'an', 'the', 'and', 'or', 'to', 'of', 'in', 'on', 'for', 'with', 'that', 'so', 'please'])

/** A task name from what is to be done: "Add a login page" → "add-login-page". "" where there is no word to take. */
export function suggestTask(description: string): string {
  const words = description
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !FILLERS.has(word))
  let name = ''
  for (const word of words) {
    const longer = name === '' ? word.slice(0, SUGGESTED_LENGTH) : `${name}-${word}`
    if (longer.length > SUGGESTED_LENGTH) break
    name = longer
  }
  return name
}

/** What is wrong with a task's name; null: nothing. The core holds the same rule. */
export function taskProblem(task: string, taken: readonly string[]): string | null {
  if (task === '') return 'Give it a short name, like add-login'
  if (!/^[A-Za-z0-9]/.test(task)) return 'Begin with a letter or a digit'
  const other = /[^A-Za-z0-9._-]/u.exec(task)?.[0]
  if (other !== undefined) return `Take letters, digits, dots, dashes and underscores only, not “${other}”`
  if (task.length > 80) return 'Keep it to 80 characters'
  if (task.includes('..') || task.endsWith('.')) return 'Leave out dots side by side and at the end'
  return taken.includes(task) ? 'There is a task of this name: go back and choose it, or take another name' : null
}

/** Projects of the board, the one used last first. */
export function recentProjects(series: Iterable<Pick<SeriesView, 'project' | 'updatedAt'>>, most: number): string[] {
  const last = new Map<string, string>()
  for (const { project, updatedAt } of series) {
    if (updatedAt > (last.get(project) ?? '')) last.set(project, updatedAt)
  }
  return [...last]
    .sort(([, a], [, b]) => (a < b ? 1 : -1))
    .slice(0, most)
    .map(([project]) => project)
}

export interface Crumb {
  name: string
  path: string
}

/** The folders above a path and itself; the home folder stands as "~". Both kinds of slash. */
export function crumbsOf(path: string, home: string): Crumb[] {
  const slash = path.includes('\\') && !path.startsWith('/') ? '\\' : '/'
  const inHome = home !== '' && (path === home || path.startsWith(`${home}${slash}`))
  const rest = (inHome ? path.slice(home.length) : path).split(slash).filter((part) => part !== '')
  const drive = slash === '\\' && !inHome ? (rest.shift() ?? '') : ''
  const root = inHome ? { name: '~', path: home } : { name: drive || slash, path: `${drive}${slash}` }
  return rest.reduce<Crumb[]>(
    (crumbs, name) => {
      const above = crumbs.at(-1)?.path ?? ''
      return [...crumbs, { name, path: above.endsWith(slash) ? `${above}${name}` : `${above}${slash}${name}` }]
    },
    [root],
  )
}
