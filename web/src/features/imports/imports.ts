import { graphql } from '../../lib/gql';
import type { HistoryQuery, ImportState, ImportsQuery } from '../../lib/gql/graphql';

export const Imports = graphql(`
  query Imports {
    imports { id file format state startedAt updatedAt bytes bytesRead lines accepted leftOut problem refused { reason count } }
  }
`);

export const Pause = graphql(`
  mutation PauseImport($id: ID!) { pauseImport(id: $id) { id state } }
`);

export const Resume = graphql(`
  mutation ResumeImport($id: ID!) { resumeImport(id: $id) { id state } }
`);

export const History = graphql(`
  query History($range: TimeRange!, $by: HistoryDimension!) {
    history(range: $range, by: $by, first: 10) {
      tools
      days { day figures { visitors visits views } }
      rows { value figures { visitors visits views events } }
    }
  }
`);

export type Import = ImportsQuery['imports'][number];
export type Day = HistoryQuery['history']['days'][number];

/** What the formats are, by the names that the command has for them. */
export const formats: readonly { value: string; label: string; file: string }[] = [
  { value: 'plausible', label: 'Plausible', file: 'The archive of the export, or one of its tables (imported_*.csv). Figures of days, not events.' },
  { value: 'umami', label: 'Umami', file: 'website_event.csv, alone or in the archive of the export.' },
  { value: 'posthog', label: 'PostHog', file: 'Events of a batch export as JSON lines.' },
  { value: 'ga4', label: 'Google Analytics 4', file: 'Rows of the tables events_* in BigQuery as JSON lines.' },
  { value: 'segment', label: 'Segment', file: 'Messages as JSON lines, as Segment archives them.' },
  { value: 'csv', label: 'CSV', file: 'Any table with headings; comma, semicolon or tab.' },
  { value: 'apache', label: 'Apache or nginx log', file: 'A web server’s log in the combined format.' },
];

export const formatName = (format: string): string => formats.find(({ value }) => value === format)?.label ?? format;

export const states: Record<ImportState, { word: string; look: string }> = {
  RUNNING: { word: 'importing', look: '' },
  WAITING: { word: 'waits for its turn', look: '' },
  PAUSED: { word: 'paused', look: 'warned' },
  INTERRUPTED: { word: 'interrupted', look: 'warned' },
  FAILED: { word: 'failed', look: 'bad' },
  COMPLETED: { word: 'done', look: 'good' },
};

/** The format that a file's name suggests; null when it suggests none. */
export function guess(name: string): string | null {
  const lower = name.toLowerCase();
  if (/website_event|umami/.test(lower)) return 'umami';
  if (/imported_|plausible/.test(lower)) return 'plausible';
  if (/posthog/.test(lower)) return 'posthog';
  if (/\.(csv|tsv)(\.gz|\.zip)?$/.test(lower)) return 'csv';
  if (/(access|\.log)/.test(lower)) return 'apache';
  return null;
}

const mostDays = 120;

/** The days' figures as points of a chart: by day, or summed up by month when they are many. */
export function points(days: readonly Day[], figure: 'visitors' | 'views'): { granularity: 'DAY' | 'MONTH'; points: { start: string; value: number; complete: boolean }[] } {
  const granularity = days.length > mostDays ? 'MONTH' : 'DAY';
  const sums = new Map<string, number>();
  for (const { day, figures } of days) {
    const start = `${granularity === 'DAY' ? day : `${day.slice(0, 7)}-01`}T00:00:00Z`;
    sums.set(start, (sums.get(start) ?? 0) + Number(figures[figure] ?? 0));
  }
  return { granularity, points: [...sums].map(([start, value]) => ({ start, value, complete: true })) };
}

export interface Upload {
  file: File;
  format: string;
  map: string;
  tenant: string;
}

/** Sends a file; resolves with what to say when it was refused, else with null. */
export function upload({ file, format, map, tenant }: Upload, onProgress: (share: number) => void, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    // Only this tells how far an upload is.
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ format, file: file.name, ...(map ? { map } : {}) });
    request.open('POST', `/api/imports?${query.toString()}`);
    request.setRequestHeader('X-Tenant', tenant);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answered(request.status, request.responseText));
    request.onerror = () => resolve('The file could not be sent. Is the server reachable?');
    request.onabort = () => resolve('The upload was cancelled.');
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function answered(status: number, text: string): string | null {
  const body = ((): { message?: string; completedBefore?: boolean } => {
    try {
      return JSON.parse(text) as object;
    } catch {
      return {};
    }
  })();
  if (status === 202) return body.completedBefore ? 'This very file was imported before; nothing was done.' : null;
  return body.message ?? `The server answered ${status}.`;
}
