import type { ScanState } from '../../../contract/observed.ts'
import { Age } from '../../ui/age.tsx'

/** How old the figures are: when transcripts were last looked through. */
export function ReadAge({ scan }: { scan: ScanState | null }) {
  if (scan === null || scan.phase !== 'following' || scan.lastAt === null) return null
  return (
    <span className="text-sm text-muted max-[1000px]:hidden">
      Transcripts read <Age at={scan.lastAt} />
    </span>
  )
}
