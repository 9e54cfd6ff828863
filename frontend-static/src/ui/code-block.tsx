import { Fragment } from 'react';

type CodeProps = {
  text: string;
  /** What to mark wherever it occurs; null for nothing. */
  marked?: string | null;
};

/** Preformatted text that scrolls. */
export const CodeBlock = ({ text, marked = null }: CodeProps) => (
  <pre
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    tabIndex={0}
    className="max-h-80 overflow-auto rounded-md border border-line bg-hover p-3 font-mono text-xs"
  >
    {marked === null ? text : withMarks(text, marked)}
  </pre>
);

const withMarks = (text: string, marked: string) =>
  text.split(marked).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts never move
    <Fragment key={at}>
      {at > 0 && (
        <mark className="rounded-xs bg-transparent font-semibold text-warn underline decoration-dotted underline-offset-2">
          {marked}
        </mark>
      )}
      {part}
    </Fragment>
  ));
