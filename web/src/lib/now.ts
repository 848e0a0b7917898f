import { useSyncExternalStore } from 'react';

const minute = 60_000;

function often(notice: () => void): () => void {
  const timer = setInterval(notice, 5_000);
  return () => clearInterval(timer);
}

const currentMinute = (): number => Math.floor(Date.now() / minute) * minute;

/** The start of the running minute. */
export const useMinute = (): number => useSyncExternalStore(often, currentMinute);
