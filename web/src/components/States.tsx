import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';

/** The shapes that are waited for. */
export type Shape = 'figures' | 'chart' | 'bars' | 'rows' | 'page';

const heights: Record<Shape, readonly number[]> = {
  figures: [72],
  chart: [280],
  bars: Array.from({ length: 8 }, () => 32),
  rows: Array.from({ length: 10 }, () => 40),
  page: [120, 280, 280],
};

/** Grey shapes of what will be there, as large as it; seen only after a moment, so that quick answers never flicker. */
export function Skeletons({ shape }: { shape: Shape }) {
  const [shown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true" aria-label="Loading" className="skeletons" style={{ visibility: shown ? 'visible' : 'hidden' }}>
      {heights[shape].map((height, row) => (
        <Skeleton key={row} height={height} radius={6} />
      ))}
    </div>
  );
}

/** What failed, whether data is safe, and trying again. */
export function ErrorState({ what, detail, retry }: { what: string; detail: string; retry?: (() => void) | undefined }) {
  return (
    <div role="alert" className="state">
      <IconAlertTriangle size={28} stroke={1.5} aria-hidden className="warn" />
      <p className="strong">{what}</p>
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
    <div className="state">
      <p className="strong">{title}</p>
      <div className="quiet">{children}</div>
    </div>
  );
}

interface Failure {
  message: string;
  networkError?: Error | undefined;
  response?: unknown;
}

/** What to tell about a failure: the server's own words where it gave some. */
export function failure(error: Failure): { what: string; detail: string } {
  const status = (error.response as Response | undefined)?.status;
  return error.networkError
    ? { what: status ? `The server answered ${status}.` : 'The server cannot be reached.', detail: 'Nothing is lost: events that were acknowledged are stored, and clients send the others again.' }
    : { what: 'This question could not be answered.', detail: `${error.message.replace(/^\[\w+\] /, '')} Stored events are safe.` };
}

/** One of loading, failed, or the answer; an old answer stays, dimmed, while a new one is fetched. */
export function Answer<T>({ data, error, fetching, shape, retry, children }: {
  data: T | undefined;
  error: Failure | undefined;
  fetching: boolean;
  shape: Shape;
  retry: () => void;
  children: (data: T) => ReactNode;
}) {
  if (data === undefined) return error && !fetching ? <ErrorState {...failure(error)} retry={retry} /> : <Skeletons shape={shape} />;
  return (
    <div className={fetching ? 'answer old' : 'answer'} aria-busy={fetching}>
      {error && !fetching && (
        <div role="alert" className="stale">
          {failure(error).what} These are the figures from before.{' '}
          <Button variant="subtle" size="compact-sm" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {children(data)}
    </div>
  );
}
