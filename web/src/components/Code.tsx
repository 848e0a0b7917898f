import { Button, CopyButton } from '@mantine/core';

/** Text to copy. */
export function Code({ text, label, copy = 'Copy' }: { text: string; label: string; copy?: string }) {
  return (
    <div className="code-block">
      <pre className="code" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy: take }) => (
          <Button variant="default" size="compact-xs" onClick={take}>
            {copied ? 'Copied' : copy}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
