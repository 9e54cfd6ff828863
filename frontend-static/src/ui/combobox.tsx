import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useDebouncedValue } from '@/lib/use-debounced-value';

export type Option = {
  readonly id: string;
  readonly name: string;
  /** Tells options of the same name apart. */
  readonly detail?: string | null;
  readonly icon?: ReactNode;
};

/** What is typed into a combobox, and what the server is asked for once typing pauses. */
export type ComboboxSearch = {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** The debounced text; null while nothing is searched for. */
  readonly term: string | null;
  /** Whether the typed text differs from `term`. */
  readonly isTyping: boolean;
};

export function useComboboxSearch(): ComboboxSearch {
  const [text, setText] = useState('');
  const typed = text.trim();
  const term = useDebouncedValue(typed);
  return { text, setText, term: term === '' ? null : term, isTyping: term !== typed };
}

type ComboboxProps = {
  /** What is searched, such as "Find a user". */
  label: string;
  placeholder: string;
  search: ComboboxSearch;
  /** The results, in order. */
  options: readonly Option[];
  /** Stands first while nothing is typed, and means no particular option. */
  all?: Omit<Option, 'id'> | undefined;
  /** Whether `options` are still being loaded. */
  isLoading: boolean;
  /** The id of the current choice; null for `all`. */
  chosen: string | null;
  onChoose: (id: string | null) => void;
  /** The message where nothing is found. */
  empty: string;
  /** Utilities of the list, such as its height. */
  className: string;
  /** Stands below the options, such as a button that loads more. */
  children?: ReactNode;
};

/** The id of `all`; no other id is empty. */
const ALL = '';

/** cmdk trims values; quotes keep ids apart that differ in spaces. */
const keyOf = (id: string): string => JSON.stringify(id);

/**
 * A field with a list of search results: arrow keys move through the list while one types, Enter chooses. The server
 * filters; Enter before its answer chooses the first result once it is there.
 */
export function Combobox(props: ComboboxProps) {
  const { label, placeholder, search, all, isLoading, onChoose, empty, className, children } = props;
  const isBusy = isLoading || search.isTyping;
  const options =
    all !== undefined && search.text.trim() === '' ? [{ id: ALL, ...all }, ...props.options] : props.options;
  const chosen = props.chosen ?? ALL;
  const choose = (id: string) => onChoose(id === ALL ? null : id);
  const [active, setActive] = useState(keyOf(chosen));
  // Options that answer to a new text may lack the active one; Enter would then choose nothing.
  const [first] = options;
  const isThere = options.some((option) => keyOf(option.id) === active);
  const selected = isThere || first === undefined ? active : keyOf(first.id);
  const [isAwaited, setAwaited] = useState(false);
  const chooseFirst = useEffectEvent(() => {
    setAwaited(false);
    if (first !== undefined) choose(first.id);
  });
  useEffect(() => {
    if (isAwaited && !isBusy) chooseFirst();
  }, [isAwaited, isBusy]);
  const root = useRef<HTMLDivElement>(null);
  // cmdk names the active option from the first move on; it stands at what is chosen before that.
  useLayoutEffect(() => {
    const option = root.current?.querySelector('[role="option"][aria-selected="true"]');
    if (option != null) root.current?.querySelector('input')?.setAttribute('aria-activedescendant', option.id);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const waits = event.key === 'Enter' && isBusy;
    setAwaited(waits);
    if (waits) event.preventDefault();
  };
  return (
    <Command
      ref={root}
      label={label}
      shouldFilter={false}
      loop
      value={selected}
      onValueChange={setActive}
      onKeyDown={onKeyDown}
      className="flex min-w-0 flex-col"
    >
      <Command.Input
        placeholder={placeholder}
        maxLength={256}
        value={search.text}
        onValueChange={search.setText}
        className="mb-2 h-8 min-w-0 rounded-md border border-line bg-card px-2.5 text-sm placeholder:text-muted focus-visible:outline-offset-0"
      />
      <div className={className} aria-busy={isBusy}>
        <Command.List label={label}>
          {options.map((option) => (
            <ComboboxOption key={option.id} option={option} isChosen={option.id === chosen} onChoose={choose} />
          ))}
        </Command.List>
        {options.length === 0 && !isBusy && (
          <p role="status" className="px-2 py-2 text-muted text-sm">
            {empty}
          </p>
        )}
        {children}
      </div>
    </Command>
  );
}

type ChoiceProps = { option: Option; isChosen: boolean; onChoose: (id: string) => void };

function ComboboxOption({ option: { id, name, detail = null, icon }, isChosen, onChoose }: ChoiceProps) {
  return (
    <Command.Item
      value={keyOf(id)}
      onSelect={() => onChoose(id)}
      title={detail === null ? name : `${name} · ${detail}`}
      aria-current={isChosen || undefined}
      className="flex h-8 cursor-default items-center gap-2 rounded px-2 text-sm hover:bg-hover data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {icon}
      <span className={detail === null ? 'min-w-0 flex-1 truncate' : 'min-w-0 flex-none max-w-[65%] truncate'}>
        {name}
      </span>
      {detail !== null && <span className="ml-auto min-w-0 truncate text-muted text-xs">{detail}</span>}
      {isChosen && <Check aria-hidden className="text-accent" />}
    </Command.Item>
  );
}
