import { Clock, LogIn } from 'lucide-react';
import { useEffect } from 'react';
import { useRouter } from 'wouter';
import { useAddress } from '@/lib/use-address';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { goToLogin } from './login';
import { PresetPeople } from './preset-people';

/** Where one signs in, and comes back from to where one wanted to be. */
export default function SignInPage() {
  const { base } = useRouter();
  const { query } = useAddress('return', 'ended');
  const hasEnded = query.get('ended') !== null;
  const back = query.get('return') ?? `${base}/`;
  useEffect(() => {
    document.title = 'Sign in · Tachograph';
  }, []);
  return (
    <main className="grid min-h-dvh place-items-center bg-sidebar p-4">
      <Card className="w-full max-w-96 p-6">
        <img src="./favicon.svg" alt="" width="36" height="36" className="mb-4" />
        <h1 className="font-semibold text-lg">Sign in to Tachograph</h1>
        <p className="mt-1 mb-5 text-muted text-sm">How much your coding agents do, how well, and at what cost.</p>
        {hasEnded && (
          <p role="status" className="mb-5 flex gap-2 rounded-md border border-line bg-hover px-3 py-2 text-sm">
            <Clock aria-hidden className="mt-px size-4 shrink-0 text-warn" />
            Your sign-in ended. Sign in again, and you are back where you were.
          </p>
        )}
        <Button look="accent" className="w-full" onClick={() => void goToLogin(back)}>
          <LogIn aria-hidden />
          Sign in
        </Button>
        <PresetPeople back={back} />
      </Card>
    </main>
  );
}
