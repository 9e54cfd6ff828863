import { useSyncExternalStore } from 'react';
import { isSignInAway, onAway } from './renew';

/** Whether nobody can tell at the moment who is signed in. */
export const useSignInAway = (): boolean => useSyncExternalStore(onAway, isSignInAway);
