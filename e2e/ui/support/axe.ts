import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What a program in a terminal draws with: lines, and text that it dims itself. xterm brings all other text to 4.5:1,
 * dimmed text to half of that, as terminals do.
 */
const OF_A_PROGRAM = /^<span class="xterm-(dim"|fg-\d+"[^>]*>[─-▟])/

/** What axe finds on the page as it stands, in both themes: the screen, the rule and the first place. */
export async function violations(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const axe = new AxeBuilder({ page })
      // There are no frames; without it axe opens a page of its own, which the desktop app has none of.
      .setLegacyMode()
      .options({ preload: false, resultTypes: ['violations'] })
    // A theme changes colours alone.
    const result = await (colorScheme === 'light' ? axe.withTags(RULES) : axe.withRules('color-contrast')).analyze()
    for (const { id, nodes } of result.violations) {
      const [first, ...more] = nodes.filter(({ html }) => !(id === 'color-contrast' && OF_A_PROGRAM.test(html)))
      if (first === undefined) continue
      const { html, failureSummary } = first
      found.push(`${name}, ${colorScheme}: ${id} (${1 + more.length}) ${html.slice(0, 200)} ${failureSummary}`)
    }
  }
  return found
}
