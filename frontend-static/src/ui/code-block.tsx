/** Preformatted text that scrolls. */
export const CodeBlock = ({ text }: { text: string }) => (
  <pre
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    tabIndex={0}
    className="max-h-80 overflow-auto rounded-md border border-line bg-hover p-3 font-mono text-xs"
  >
    {text}
  </pre>
);
