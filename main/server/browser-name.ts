import { cleanLine } from '../../contract/text.ts'

/** In the order in which they have to be asked: each says the names of those below it, too. */
const BROWSERS: readonly [name: string, pattern: RegExp][] = [
  ['Electron', /\bElectron\/(\d+)/],
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
]
const SYSTEMS: readonly [name: string, pattern: RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
]
/** Characters of what no browser that we know says. */
const NAME_LENGTH = 60

/** "Firefox 145 on Linux" from a User-Agent; one we do not know is shortened. For people: nothing is decided by it. */
export function browserName(userAgent: string | undefined): string {
  const said = cleanLine(userAgent ?? '', 512)
  const system = SYSTEMS.find(([, pattern]) => pattern.test(said))?.[0]
  for (const [name, pattern] of BROWSERS) {
    const major = pattern.exec(said)?.[1]
    if (major !== undefined) return `${name} ${major}${system === undefined ? '' : ` on ${system}`}`
  }
  return cleanLine(said, NAME_LENGTH) || 'a browser that does not say its name'
}
