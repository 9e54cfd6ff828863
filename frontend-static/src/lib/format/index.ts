export { type Change, change, type Meaning } from './change';
export { duration, durationTick } from './duration';
export { money, moneyShort, moneyTick } from './money';
export { count, DASH, decimal, exact, percent, percentTick } from './number';
export { ago, clock, dateTime, days, fullTime, longDay, shortDay } from './time';
