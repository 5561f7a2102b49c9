/** When somebody is told, by the metrics of CloudWatch. Each fires above its threshold. */
export interface AlarmTerms {
  /** The name of the metric. */
  readonly metric: string;
  readonly statistic: 'Maximum' | 'Sum';
  readonly threshold: number;
  /** How many periods in a row have to be above it. */
  readonly periods: number;
  /** What it means, for the person who is woken by it. */
  readonly meaning: string;
}

/** Seconds of one period: the shortest for which an alarm does not cost more, and long enough for one invocation of most functions. */
export const ALARM_PERIOD_SECONDS = 300;

/** What goes wrong in every function. */
export const FUNCTION_ALARMS: readonly AlarmTerms[] = [
  {
    metric: 'Errors',
    statistic: 'Sum',
    threshold: 0,
    periods: 1,
    meaning: 'The code threw, or ran into its timeout',
  },
  {
    // A single throttled call is tried again by whoever made it; a quarter of an hour of them is a reservation that is too small, or a flood.
    metric: 'Throttles',
    statistic: 'Sum',
    threshold: 0,
    periods: 3,
    meaning: 'Calls were turned away for 15 minutes: the reserved concurrency is too small, or somebody floods the function',
  },
];

/** What goes wrong where failed events are captured: the metric is the only trace of an event that was lost on its way to the queue. */
export const DELIVERY_ALARM: AlarmTerms = {
  metric: 'DestinationDeliveryFailures',
  statistic: 'Sum',
  threshold: 0,
  periods: 1,
  meaning: 'A failed event could not be captured, and is lost: look at the rights on the queue and on its key',
};

/** The share of the timeout above which an invocation is about to fail: what takes nine tenths today takes all of it on a bad day. */
export const TIMEOUT_SHARE = 0.9;

export const DURATION_ALARM: Omit<AlarmTerms, 'threshold'> = {
  metric: 'Duration',
  statistic: 'Maximum',
  periods: 1,
  meaning: `An invocation took more than ${TIMEOUT_SHARE * 100} % of the timeout`,
};

/** What goes wrong in a queue of failed events. */
export const QUEUE_ALARMS: readonly AlarmTerms[] = [
  {
    metric: 'ApproximateNumberOfMessagesVisible',
    statistic: 'Maximum',
    threshold: 0,
    periods: 1,
    meaning: 'An event failed for good and waits in the queue of failures',
  },
  {
    // The first alarm stays on until somebody looks; after a day nobody has.
    metric: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    threshold: 86_400,
    periods: 1,
    meaning: 'A failed event has waited for a day, and is deleted at the end of its retention',
  },
];
