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

export type Option = {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of that name. */
  readonly detail?: string | null;
  readonly icon?: ReactNode;
};

type ComboboxProps = {
  /** What is looked for, such as "Find a user". */
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  /** What was found, in order. */
  options: readonly Option[];
  /** Whether `options` answer to an earlier text. */
  isBusy: boolean;
  /** The id of what holds now. */
  chosen: string | null;
  onChoose: (id: string) => void;
  /** What is said where nothing is found. */
  empty: string;
  /** Utilities of the list, such as its height. */
  className: string;
  /** What stands below the options, such as the way to more of them. */
  children?: ReactNode;
};

/** No two ids are the same to cmdk, which trims them, when they stand in quotes. */
const keyOf = (id: string): string => JSON.stringify(id);

/**
 * A field with a list of what it finds: the arrow keys go through the list while one types, Enter chooses. The server
 * filters; Enter before it answered chooses the first that it finds.
 */
export function Combobox(props: ComboboxProps) {
  const { label, placeholder, text, onText, options, isBusy, chosen, onChoose, empty, className, children } = props;
  const [active, setActive] = useState(chosen === null ? '' : keyOf(chosen));
  // Options that answer to a new text may lack the active one; Enter would then choose nothing.
  const [first] = options;
  const isThere = options.some((option) => keyOf(option.id) === active);
  const selected = isThere || first === undefined ? active : keyOf(first.id);
  const [isAwaited, setAwaited] = useState(false);
  const chooseFirst = useEffectEvent(() => {
    setAwaited(false);
    if (first !== undefined) onChoose(first.id);
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
        value={text}
        onValueChange={onText}
        className="mb-2 h-8 min-w-0 rounded-md border border-line bg-card px-2.5 text-sm placeholder:text-muted focus-visible:outline-offset-0"
      />
      <div className={className} aria-busy={isBusy}>
        <Command.List label={label}>
          {options.map((option) => (
            <ComboboxOption key={option.id} option={option} isChosen={option.id === chosen} onChoose={onChoose} />
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
