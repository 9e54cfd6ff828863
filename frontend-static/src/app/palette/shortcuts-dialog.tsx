import { useViewer } from '@/lib/use-viewer';
import { Dialog } from '@/ui/dialog';
import { destinations } from '../navigation';

const KEYS: readonly (readonly [string, string])[] = [
  ['⌘ K or Ctrl K', 'Search pages, sessions, users, actions'],
  ['/', 'Go to the filter'],
  ['j, k', 'Next row, previous row'],
  ['Enter', 'Look into the row; once more, open its page'],
  ['Esc', 'Close what is open'],
  ['← →', 'Move the crosshair of a chart, or through the (i) of the cards'],
  ['?', 'This list'],
];

/** Lists the keyboard shortcuts. */
export default function ShortcutsDialog({ onOpenChange }: { onOpenChange: (open: boolean) => void }) {
  const pages = destinations(useViewer()).map((one) => [`g ${one.key}`, one.name] as const);
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2 text-sm">
        {[...KEYS, ...pages].map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="rounded border border-line bg-hover px-1.5 py-0.5 font-sans text-xs">{key}</kbd>
            </dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
