import type { Screen } from '../browser.ts'

/** Below the address of a core that was just started, for a person. */
export function servingHint(url: string, screen: Screen): string {
  if (screen === 'ssh') return browserHint(url, screen)
  return 'That address lets one browser in, once. `baton open` makes a new one, and opens it where there is a browser.'
}

/** How to use an address that only one browser can use, once. */
export function browserHint(url: string, screen: Screen): string {
  const { hostname, port, protocol } = new URL(url)
  const once = 'It lets one browser in, once, within a day.'
  if (screen !== 'ssh' || protocol !== 'http:') return `Open this address in a browser. ${once}`
  const tunnel = `ssh -N -L ${port}:${hostname}:${port} THIS-HOST`
  return `On your own machine run \`${tunnel}\`, then open this address there. ${once}`
}
