import type { AlertFact, AlertRule } from './alerts.ts'

export type AlertUnit = '%' | 'USD' | 'min' | 'requests'

interface FactWords {
  /** As a choice: "Context". */
  title: string
  unit: AlertUnit
  /** What the figure is of: one alert stands for each. */
  per: 'session' | 'series' | 'scope' | 'limit'
  /** What it means, one sentence. */
  help: string
  /** What happened, with the figure: "context at 91 % of its window". */
  told: (figure: string) => string
}

/** Every fact that a rule can look at, in the words that people read. */
export const ALERT_FACTS: Record<AlertFact, FactWords> = {
  context: {
    title: 'Context',
    unit: '%',
    per: 'session',
    help: 'How much of its window the context of a live session fills.',
    told: (figure) => `context at ${figure} of its window`,
  },
  'context-of-due': {
    title: 'Context to its due point',
    unit: '%',
    per: 'session',
    help: 'How much of the way to its due point the context of a live session has gone. 100 % is due.',
    told: (figure) => `context at ${figure} of its due point`,
  },
  'cost-hour': {
    title: 'Cost of the last hour',
    unit: 'USD',
    per: 'scope',
    help: 'What all requests of the last 60 minutes cost together.',
    told: (figure) => `${figure} in the last hour`,
  },
  'cost-day': {
    title: 'Cost of the day',
    unit: 'USD',
    per: 'scope',
    help: 'What all requests since midnight cost together.',
    told: (figure) => `${figure} today`,
  },
  'cost-series': {
    title: 'Cost of a series',
    unit: 'USD',
    per: 'series',
    help: 'What an unfinished series has cost from its start.',
    told: (figure) => `${figure} since it began`,
  },
  'spend-forecast-day': {
    title: 'Forecast of the day',
    unit: 'USD',
    per: 'scope',
    help: 'What the day will have cost by midnight, as Baton forecasts it.',
    told: (figure) => `${figure} expected by midnight`,
  },
  stalled: {
    title: 'Stalled',
    unit: 'min',
    per: 'session',
    help: 'How long a session that is busy has given no sign.',
    told: (figure) => `busy without a sign for ${figure}`,
  },
  waiting: {
    title: 'Waits for you',
    unit: 'min',
    per: 'session',
    help: 'How long a session or a series has waited for its person.',
    told: (figure) => `waits for you for ${figure}`,
  },
  errors: {
    title: 'Errors',
    unit: 'requests',
    per: 'scope',
    help: 'How many requests failed in the last 60 minutes.',
    told: (figure) => `${figure} failed in the last hour`,
  },
  'telemetry-gap': {
    title: 'Telemetry gap',
    unit: '%',
    per: 'session',
    help: 'Of the requests of a hosted session that exports to Baton: how many telemetry did not tell of.',
    told: (figure) => `telemetry missed ${figure} of its requests`,
  },
  limit: {
    title: 'Limit of the plan',
    unit: '%',
    per: 'limit',
    help: 'How much of a limit of your plan is used, as the agent itself reports it.',
    told: (figure) => `${figure} used`,
  },
}

/** 91.26 of a context → "91 %"; 4.2 of a cost → "$4.20". Never rounded up to a figure that was not reached. */
export function alertFigure(fact: AlertFact, value: number): string {
  switch (ALERT_FACTS[fact].unit) {
    case '%':
      return `${down(value, value < 10 ? 10 : 1)} %`
    case 'USD':
      return `$${value.toFixed(2)}`
    case 'min':
      return `${down(value, value < 10 ? 10 : 1)} min`
    case 'requests':
      return `${down(value, 1)} ${value === 1 ? 'request' : 'requests'}`
  }
}

function down(value: number, parts: number): number {
  return Math.floor(value * parts) / parts
}

/** Below it an alert of the rule is over. */
export function alertBelow({ above, below }: Pick<AlertRule, 'above' | 'below'>): number {
  return below ?? above * 0.9
}
