import type { Page } from '@playwright/test'

/** Every toast that comes up from now on, by its title; they go away by themselves. Ask it at the end. */
export async function recordToasts(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const known = new WeakSet<Element>()
    const titles: string[] = []
    Object.assign(globalThis, { toastTitles: titles })
    new MutationObserver(() => {
      for (const toast of document.querySelectorAll('[aria-label="Notifications"] [role$="dialog"]')) {
        const title = toast.querySelector('p')?.textContent
        if (title === undefined || known.has(toast)) continue
        known.add(toast)
        titles.push(title)
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { toastTitles: string[] }).toastTitles)
}
