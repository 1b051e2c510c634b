import { WEEKDAYS } from './days.ts'
import { cellWords, type Heat, type HeatMap, shadeOf } from './heat.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** The hours of a week, shaded by what was in them, with the figures in the cells. */
export function HeatTable({ map, heat }: { map: HeatMap; heat: Heat }) {
  const words = { cost: 'Cost', turns: 'Turns', requests: 'Requests' }[heat]
  return (
    <section
      aria-label={`${words} by weekday and hour`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full min-w-[58rem] table-fixed border-separate border-spacing-0.5 text-center text-sm [&_td]:rounded-[3px] [&_td]:py-1 [&_th]:font-normal [&_th]:text-muted">
        <caption className="sr-only">
          {words} by weekday and hour of local time; an empty cell is an hour in which nothing was
        </caption>
        <thead>
          <tr>
            <th scope="col" className="w-10 text-left">
              <span className="sr-only">Weekday</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col" className="text-xs">
                {String(hour).padStart(2, '0')}
              </th>
            ))}
            <th scope="col" className="w-14 text-right">
              Sum
            </th>
          </tr>
        </thead>
        <tbody>
          {map.cells.map((cells, weekday) => (
            // oxlint-disable-next-line react/no-array-index-key -- weekdays never change their places
            <tr key={weekday}>
              <th scope="row" className="text-left">
                {WEEKDAYS[weekday]}
              </th>
              {cells.map((value, hour) => (
                <td
                  // oxlint-disable-next-line react/no-array-index-key -- nor do hours
                  key={hour}
                  className="bg-surface-2 text-xs"
                  style={
                    value > 0
                      ? {
                          background: `color-mix(in oklab, var(--accent) ${shadeOf(value, map.most)}%, var(--surface))`,
                        }
                      : undefined
                  }
                >
                  {cellWords(value, heat)}
                </td>
              ))}
              <td className="text-right whitespace-nowrap">{cellWords(map.weekdays[weekday] ?? 0, heat)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="text-left">
              Sum
            </th>
            {map.hours.map((value, hour) => (
              // oxlint-disable-next-line react/no-array-index-key -- the same
              <td key={hour} className="text-xs">
                {cellWords(value, heat)}
              </td>
            ))}
            {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nothing to press: the corner of the sums */}
            <td />
          </tr>
        </tbody>
      </table>
    </section>
  )
}
