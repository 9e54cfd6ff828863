import { useSyncExternalStore } from 'react';
import { isAuthUnavailable, onAuthOutage } from './auth-session';

/** Whether the sign-in is unavailable at the moment. */
export const useAuthUnavailable = (): boolean => useSyncExternalStore(onAuthOutage, isAuthUnavailable);
