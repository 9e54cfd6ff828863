import { cn } from '@/ui/class-names';
import { Select } from '@/ui/input';

type ChoiceProps<Value extends string> = {
  /** The name of the filter for screen readers. */
  label: string;
  value: Value | null;
  /** The option that does not filter. */
  any: string;
  options: Readonly<Record<Value, string>>;
  onChange: (value: string | null) => void;
};

/** A filter with a few options, or any. */
export function FilterSelect<Value extends string>({ label, value, any, options, onChange }: ChoiceProps<Value>) {
  return (
    <Select
      aria-label={label}
      value={value ?? ''}
      className={cn('font-medium', value !== null && 'border-accent text-accent')}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{any}</option>
      {Object.entries<string>(options).map(([word, text]) => (
        <option key={word} value={word}>
          {text}
        </option>
      ))}
    </Select>
  );
}
