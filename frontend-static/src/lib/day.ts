/** A UTC day: YYYY-MM-DD. Arithmetic is in days, so time zones and clock changes cannot shift it. */
export type Day = string;

const MS = 86_400_000;
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MS;
const fromDayNumber = (count: number): Day => new Date(count * MS).toISOString().slice(0, 10);

/** Whether the text is a valid day. */
export function isDay(text: string): text is Day {
  return DAY_PATTERN.test(text) && !Number.isNaN(dayNumber(text)) && fromDayNumber(dayNumber(text)) === text;
}

/** Adds days to a day. */
export const addDays = (day: Day, days: number): Day => fromDayNumber(dayNumber(day) + days);

/** The number of days from one to the other, both included. */
export const countDays = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from) + 1;

/** The UTC day of an instant. */
export const dayOf = (time: number | Date): Day => new Date(time).toISOString().slice(0, 10);

/** The milliseconds from an instant to the next UTC day. */
export const msUntilTomorrow = (now: number): number => MS - (now % MS);
