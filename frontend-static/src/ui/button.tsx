import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui/slot';
import type { ComponentProps } from 'react';

const styles = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        outline: 'border border-line bg-card hover:bg-hover aria-expanded:bg-hover',
        plain: 'hover:bg-hover aria-expanded:bg-hover',
        accent: 'forced-color-adjust-none bg-accent text-on-accent hover:opacity-90',
        danger: 'border border-line bg-card text-bad hover:bg-hover',
      },
      size: { md: 'h-8 px-2.5', sm: 'h-7 px-2', icon: 'size-8', iconSm: 'size-7' },
    },
    defaultVariants: { variant: 'outline', size: 'md' },
  },
);

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof styles> & { asChild?: boolean };

/** A button; with `asChild` a link that looks like one. An icon alone needs an `aria-label`. */
export function Button({ variant, size, asChild = false, className, ...props }: ButtonProps) {
  const Part = asChild ? Slot : 'button';
  return <Part {...(asChild ? {} : { type: 'button' })} className={styles({ variant, size, className })} {...props} />;
}
