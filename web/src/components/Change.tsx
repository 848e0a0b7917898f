import { change, percent } from '../lib/format';

/** ▲ 12.3% against the time before; the base on hover. Lower is better for some figures. */
export function Change({ now, before, base, lowerIsBetter = false }: { now: number; before: number | undefined; base: string; lowerIsBetter?: boolean }) {
  if (before === undefined) return null;
  const relative = change(now, before);
  if (relative === null)
    return (
      <span className="quiet" title={`before: ${base}`}>
        {now === 0 ? 'as before' : 'none before'}
      </span>
    );
  const good = relative === 0 ? 'quiet' : relative > 0 !== lowerIsBetter ? 'up' : 'down';
  return (
    <span className={`change ${good}`} title={`before: ${base}`}>
      {relative === 0 ? '=' : relative > 0 ? '▲' : '▼'} {percent(Math.abs(relative))}
    </span>
  );
}
