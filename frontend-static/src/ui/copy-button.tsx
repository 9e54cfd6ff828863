import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';

const SAID_MS = 1_600;

type CopyProps = {
  /** What is copied, for those who cannot see it. */
  label: string;
  text: string;
  /** A word beside the icon; without it the button is an icon. */
  children?: string;
};

/** Copies a text, and says so. */
export function CopyButton({ label, text, children }: CopyProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? Check : Copy;
  return (
    <Button
      variant={children === undefined ? 'plain' : 'outline'}
      size={children === undefined ? 'iconSm' : 'sm'}
      aria-label={copied ? 'Copied' : label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <Icon aria-hidden />
      {children !== undefined && (copied ? 'Copied' : children)}
    </Button>
  );
}
