import { Button, Skeleton } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

/** Grey shapes of what will be there, after a moment: quick answers never flicker. */
export function Skeletons({ rows, height = 28 }: { rows: number; height?: number }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" aria-label="Loading" style={{ display: 'grid', gap: 8, visibility: shown ? 'visible' : 'hidden' }}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </div>
  );
}

/** What failed, whether data is safe, and trying again. */
export function ErrorState({ what, detail, retry }: { what: string; detail: string; retry?: () => void }) {
  return (
    <div role="alert" style={{ padding: 24, textAlign: 'center' }}>
      <p style={{ fontWeight: 600, margin: 0 }}>{what}</p>
      <p className="quiet">{detail}</p>
      {retry && (
        <Button variant="light" size="sm" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** What will appear here, and the one thing that makes it appear. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div style={{ padding: '24px 8px', textAlign: 'center' }}>
      <p style={{ fontWeight: 600, margin: 0 }}>{title}</p>
      <div className="quiet">{children}</div>
    </div>
  );
}

/** One of loading, failed, or the answer; an old answer stays while a new one is fetched. */
export function Answer<T>({ data, error, fetching, rows = 5, retry, children }: {
  data: T | undefined;
  error: { message: string } | undefined;
  fetching: boolean;
  rows?: number;
  retry: () => void;
  children: (data: T) => ReactNode;
}) {
  if (data !== undefined) return children(data);
  if (error) return <ErrorState what="This question could not be answered." detail={`${error.message.replace(/^\[\w+\] /, '')} Stored events are safe.`} retry={retry} />;
  return fetching ? <Skeletons rows={rows} /> : null;
}
