import { useEffect, useState } from 'react';
import { type Day, dayOf, msUntilTomorrow } from './day';

/** The UTC day; it turns at midnight while one looks. */
export function useToday(): Day {
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    // A sleeping machine fires late, so the timer asks for the day and is set again with it.
    const timer = setTimeout(() => setToday(dayOf(Date.now())), msUntilTomorrow(Date.now()) + 50);
    const wake = () => setToday(dayOf(Date.now()));
    document.addEventListener('visibilitychange', wake);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  });
  return today;
}
