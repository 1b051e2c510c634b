type Headers = Readonly<Record<string, string>>

/** What every answer says: nothing is guessed, framed, embedded by others, or told to where a link leads. */
const EVERYWHERE: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** Answers that are data: a browser that shows one as a page runs nothing of it. */
export const DATA_HEADERS: Headers = {
  ...EVERYWHERE,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The page copies what a person marks and goes full screen; the rest of a browser's powers are no use to it. */
const PERMISSIONS = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read=(self)',
  'clipboard-write=(self)',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((name) => (name.includes('=') ? name : `${name}=()`))
  .join(', ')

/** Files of the page. `socketOrigin`: where its one websocket is, as `ws://127.0.0.1:4319`; "": it has none, as in the desktop. */
export function pageHeaders(socketOrigin: string): Headers {
  return { ...EVERYWHERE, 'content-security-policy': pagePolicy(socketOrigin), 'permissions-policy': PERMISSIONS }
}

/** Styles may stand inline because xterm.js writes its own; scripts may not. */
function pagePolicy(socketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`.trimEnd(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
