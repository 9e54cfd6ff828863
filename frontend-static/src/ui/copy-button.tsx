import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';

const SAID_MS = 1_600;

type CopyProps = {
  /** The label for screen readers. */
  label: string;
  text: string;
  /** The label in sight; without it the button is an icon. */
  children?: string;
};

/** Copies text to the clipboard, and confirms it. */
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
