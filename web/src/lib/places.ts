/** What of an address goes along from page to page: whose data, which time, which conditions. */
const shared = ['tenant', 'range', 'from', 'to', 'compare', 'f', 'asof', 'segment'];

export function sharedSearch(params: URLSearchParams): string {
  const kept = new URLSearchParams();
  for (const name of shared) params.getAll(name).forEach((value) => kept.append(name, value));
  return kept.toString();
}
