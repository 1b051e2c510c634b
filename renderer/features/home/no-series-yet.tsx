/** Sessions run on this machine and none of them in a series: what can be done about that. */
export function NoSeriesYet() {
  return (
    <p className="border-b border-border bg-surface px-4 py-2 text-muted text-pretty">
      These sessions run without Baton, which only looks on. Start a series and Baton carries its task through as many
      sessions as it takes; or <em className="text-text not-italic">adopt</em> a session of Claude Code that rests or
      has ended, and a series goes on with it.
    </p>
  )
}
