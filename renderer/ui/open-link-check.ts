/** The address as it would be opened; null for anything but http and https. */
export function openable(url: string): URL | null {
  const address = URL.canParse(url) ? new URL(url) : null
  if (address === null || (address.protocol !== 'https:' && address.protocol !== 'http:')) return null
  return address
}

/** The desktop's shell gets every address that its page opens, and asks itself: once is enough. */
export function shellAsks({ protocol }: Pick<Location, 'protocol'>): boolean {
  return protocol === 'app:'
}
