import type { SearchAddon } from '@xterm/addon-search'
import { readColour } from './read-colour.ts'
import type { SearchWish } from './search-term.ts'
import { buildMatchColours } from './terminal-theme.ts'

export type SearchWay = 'next' | 'previous' | 'typing'

/** Marks all matches and goes to one. False: there is nothing to search for, and the marks are gone. */
export function searchScreen(search: SearchAddon, wish: SearchWish, way: SearchWay): boolean {
  if (wish.term === '') {
    search.clearDecorations()
    return false
  }
  const { match, active } = buildMatchColours(readColour)
  const decorations = {
    matchBackground: match,
    activeMatchBackground: active,
    matchOverviewRuler: match,
    activeMatchColorOverviewRuler: active,
  }
  const options = { regex: wish.regex, caseSensitive: wish.caseSensitive, decorations }
  if (way === 'previous') search.findPrevious(wish.term, options)
  else search.findNext(wish.term, { ...options, incremental: way === 'typing' })
  return true
}
