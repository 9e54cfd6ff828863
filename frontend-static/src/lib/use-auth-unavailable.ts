import { useSyncExternalStore } from 'react';
import { isAuthUnavailable, onAuthOutage } from './auth-session';

/** Whether nobody can tell at the moment who is signed in. */
export const useAuthUnavailable = (): boolean => useSyncExternalStore(onAuthOutage, isAuthUnavailable);
