import type { SessionPart } from './electron-parts.ts'
import { isOurs } from './origin.ts'

/** The page tells of what happens, and copies text. Reading the clipboard needs no permission: paste is an event. */
const ALLOWED = new Set(['notifications', 'clipboard-sanitized-write'])

/** Electron grants what nobody denies: here all but two permissions of our own page's top frame are denied. */
export function denyPermissions(session: SessionPart): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowed(permission, details.requestingUrl, details.isMainFrame)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isAllowed(permission, details.requestingUrl ?? origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
}

function isAllowed(permission: string, url: string, isMainFrame: boolean): boolean {
  return isMainFrame && isOurs(url) && ALLOWED.has(permission)
}
