export { type Change, change, type Meaning } from './change';
export { duration } from './duration';
export { money, moneyShort } from './money';
export { count, DASH, decimal, exact, percent } from './number';
export { ago, clock, dateTime, days, fullTime, longDay, shortDay } from './time';
