export { type Change, change, type Meaning, points } from './change';
export { duration } from './duration';
export { money, moneyShort } from './money';
export { count, DASH, decimal, exact, percent } from './number';
export { short } from './short';
export { durationTick, moneyTick, numberTick, percentTick } from './tick';
export { ago, clock, dateTime, days, fullTime, longDay, shortDay } from './time';
