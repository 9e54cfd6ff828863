import { useEffect, useState } from 'react';
import { type Day, dayOf, msUntilTomorrow } from './day';

/** The current UTC day; it changes at midnight. */
export function useToday(): Day {
  const [today, setToday] = useState(() => dayOf(Date.now()));
  useEffect(() => {
    // Timers fire late after sleep, so read the day again and set the next timer.
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
