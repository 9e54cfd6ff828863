export { type Change, change, type Polarity, percentagePoints } from './change';
export { duration } from './duration';
export { money, moneyCompact } from './money';
export { count, DASH, decimal, exact, percent } from './number';
export { durationTick, moneyTick, numberTick, percentTick } from './tick';
export { ago, clock, dateTime, days, fullTime, longDay, shortDay } from './time';
export { truncate } from './truncate';
