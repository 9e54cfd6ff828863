import { Clock, LogIn } from 'lucide-react';
import { useEffect } from 'react';
import { useRouter } from 'wouter';
import { useUrlParams } from '@/lib/use-url-params';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { cn } from '@/ui/class-names';
import { goToLogin } from './login';
import { PresetPeople } from './preset-people';
import { SetupInstructions } from './setup-instructions';
import { useConfig } from './use-config';

/** The sign-in page; it returns to the page that was requested. */
export default function SignInPage() {
  const { base } = useRouter();
  const { query } = useUrlParams('return', 'ended');
  const hasEnded = query.get('ended') !== null;
  const back = query.get('return') ?? `${base}/`;
  const { data: config, isPending } = useConfig();
  const isSetUp = config === undefined || config.missing.length === 0;
  useEffect(() => {
    document.title = 'Sign in · Tachograph';
  }, []);
  return (
    <main className="grid min-h-dvh place-items-center bg-sidebar p-4">
      <Card className={cn('w-full p-6', isSetUp ? 'max-w-96' : 'max-w-lg')}>
        <img src="./favicon.svg" alt="" width="36" height="36" className="mb-4" />
        <h1 className="font-semibold text-lg">{isSetUp ? 'Sign in to Tachograph' : 'Nobody can sign in here yet'}</h1>
        <p className="mt-1 mb-5 text-muted text-sm">How much your coding agents do, how well, and at what cost.</p>
        {hasEnded && isSetUp && (
          <p role="status" className="mb-5 flex gap-2 rounded-md border border-line bg-hover px-3 py-2 text-sm">
            <Clock aria-hidden className="mt-px size-4 shrink-0 text-warn" />
            Your sign-in ended. Sign in again, and you are back where you were.
          </p>
        )}
        {isSetUp ? (
          <>
            <Button variant="accent" className="w-full" disabled={isPending} onClick={() => void goToLogin(back)}>
              <LogIn aria-hidden />
              Sign in
            </Button>
            <PresetPeople back={back} />
          </>
        ) : (
          <SetupInstructions missing={config.missing} redirect={config.redirect} />
        )}
      </Card>
    </main>
  );
}
