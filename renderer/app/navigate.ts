import { navigate, useHashLocation } from 'wouter/use-hash-location'
import { type Place, readPath } from './routes.ts'

/** Goes to a path of `routes.ts`, from anywhere. */
export function goTo(path: string): void {
  navigate(path)
}

export function usePlace(): Place {
  const [path] = useHashLocation()
  return readPath(path)
}

/** A path of `routes.ts` as a link's address. */
export function hrefOf(path: string): string {
  return `#${path}`
}
