import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';

const styles = cva(
  'inline-flex items-center gap-1 whitespace-nowrap rounded-full border border-line px-2 py-px font-medium text-xs [&_svg]:size-3',
  {
    variants: {
      tone: { neutral: 'text-muted', good: 'text-good', warn: 'text-warn', bad: 'text-bad', accent: 'text-accent' },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

type BadgeProps = ComponentProps<'span'> & VariantProps<typeof styles>;

/** A short label for a state. Color alone is not enough: add an icon or clear text. */
export function Badge({ tone, className, ...props }: BadgeProps) {
  return <span className={styles({ tone, className })} {...props} />;
}
