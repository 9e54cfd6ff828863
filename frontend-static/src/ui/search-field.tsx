import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useDebouncedValue } from '@/lib/use-debounced-value';
import { Input } from '@/ui/input';

type SearchProps = { label: string; value: string; onChange: (value: string) => void };

/** A search field with debouncing. `/` focuses it; Esc leaves it. */
export function SearchField({ label, value, onChange }: SearchProps) {
  const [text, setText] = useState(value);
  const debounced = useDebouncedValue(text.trim());
  const [sent, setSent] = useState(value);
  const send = useEffectEvent((next: string) => {
    if (next === value) return;
    setSent(next);
    onChange(next);
  });
  useEffect(() => send(debounced), [debounced]);
  // Back, forward and clearing the filters change the value from outside. Ignore a value that this field sent, as the
  // user may have typed on.
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (value !== sent) {
      setSent(value);
      setText(value);
    }
  }
  return (
    <div className="relative min-w-44 basis-full sm:max-w-60 sm:flex-1 sm:basis-0">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        data-filter
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={128}
        className="peer w-full pl-8"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      {/* Once there is text, the browser shows its clear button here. */}
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-2 right-2.5 hidden font-sans text-muted text-xs peer-placeholder-shown:block"
      >
        /
      </kbd>
    </div>
  );
}
