/** Where the shell writes what it did; the core's log has the same shape. */
export interface ShellLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
