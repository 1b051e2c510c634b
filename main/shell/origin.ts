/** The page's own origin in the desktop app. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'baton'
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`

/** Whether an address is of our own page. Node gives a scheme of ours no origin, so its parts are compared. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  )
}
