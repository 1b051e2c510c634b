/** Lets the browser save a text as a file, as it saves what is downloaded. */
export function saveFile(name: string, text: string): void {
  const table = name.endsWith('.csv')
  // On its way to the page a text loses its carriage returns; RFC 4180 has one before each line's end.
  const whole = table ? text.replaceAll(/\r?\n/g, '\r\n') : text
  const type = `${table ? 'text/csv' : 'application/json'};charset=utf-8`
  const address = URL.createObjectURL(new Blob([whole], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The download holds the text itself from here on.
  URL.revokeObjectURL(address)
}
