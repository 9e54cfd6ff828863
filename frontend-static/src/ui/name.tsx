import { useIsTruncated } from '@/lib/use-is-truncated';
import { cn } from './class-names';

type NameProps = {
  text: string;
  /** After so many lines it is cut. */
  lines?: 1 | 2;
  className?: string;
};

// Anywhere, so that a name without a space is no wider than its cell in a table either.
const look = (lines: 1 | 2): string => (lines === 1 ? 'block truncate' : 'line-clamp-2 wrap-anywhere');

/**
 * A name that somebody made, however long it is. For what takes the focus itself, such as a link: `<TitleTips>` says the
 * whole of it then, and the browser where one points.
 */
export const Name = ({ text, lines = 1, className }: NameProps) => (
  <span title={text} className={cn('min-w-0', look(lines), className)}>
    {text}
  </span>
);

/** The same where nothing around it takes the focus: while it is cut, it takes it itself. */
export function FocusableName({ text, lines = 2, className }: NameProps) {
  const [ref, isCut] = useIsTruncated<HTMLSpanElement>();
  return (
    <span
      ref={ref}
      title={text}
      tabIndex={isCut ? 0 : undefined}
      className={cn('min-w-0 rounded', look(lines), className)}
    >
      {text}
    </span>
  );
}
