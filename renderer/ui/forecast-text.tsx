import type { ContextForecast } from '../../contract/forecast.ts'
import { dueWords } from '../../contract/forecast-words.ts'
import { classes } from './classes.ts'
import { forecastLines } from './forecast-words.ts'
import { Tooltip } from './tooltip.tsx'
import { useNowText } from './use-now.ts'

/** "due in ~6 turns (4–9)", with what it rests on in its tooltip; nothing where nothing is known. */
export function ForecastText({ forecast, className }: { forecast: ContextForecast | null; className?: string }) {
  const lines = useNowText((now) => forecastLines(forecast, now).join('\n'))
  const words = dueWords(forecast)
  if (words === null) return null
  return (
    <Tooltip content={<span className="whitespace-pre-line">{lines}</span>}>
      <span className={classes('whitespace-nowrap text-muted', className)}>{words}</span>
    </Tooltip>
  )
}
