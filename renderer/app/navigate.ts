import { useHashLocation } from 'wouter/use-hash-location'
import { type Place, readPath } from './routes.ts'

/**
 * Goes to a path of `routes.ts`, from anywhere. `replace`: in place of the present one in the history. What stands behind a `?`
 * stays behind the `#`, where the router would put it before.
 */
export function goTo(path: string, { replace = false }: { replace?: boolean } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', hrefOf(path))
  dispatchEvent(new HashChangeEvent('hashchange'))
}

export function usePlace(): Place {
  const [path] = useHashLocation()
  return readPath(path)
}

/** A path of `routes.ts` as a link's address. */
export function hrefOf(path: string): string {
  return `#${path}`
}
