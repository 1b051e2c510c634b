/** How a terminal is searched. */
export interface SearchWish {
  term: string
  regex: boolean
  caseSensitive: boolean
}

/** Most matches that are marked and counted. */
export const MAX_MATCHES = 1_000

/** Why a term cannot be searched for, in words; null: it can. */
export function searchProblem({ term, regex }: SearchWish): string | null {
  if (!regex || term === '') return null
  try {
    return new RegExp(term).test('') ? 'It matches the empty text' : null
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    // "Invalid regular expression: /(/: Unterminated group" says only its end to a person.
    return `No regular expression: ${said.split(': ').at(-1)?.toLowerCase() ?? 'it cannot be read'}`
  }
}

/** How many were found: "3 of 12"; `index` is -1 when there are more than are counted. */
export function matchWords(wish: SearchWish, found: { index: number; count: number } | null): string {
  if (wish.term === '' || found === null) return ''
  if (found.count === 0) return 'No match'
  if (found.count >= MAX_MATCHES) return `${MAX_MATCHES.toLocaleString('en')} or more`
  return found.index < 0 ? `${found.count} found` : `${found.index + 1} of ${found.count}`
}
