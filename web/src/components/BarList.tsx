import { exact, percent, short } from '../lib/format';

export interface Bar {
  value: string;
  /** What people read instead of the value. */
  name?: string;
  count: number;
  detail?: string;
}

/** Values by size, with their share of the whole where that is given; each is a filter when it can be clicked. */
export function BarList({ bars, unit, whole, onChoose }: { bars: readonly Bar[]; unit: string; whole?: number; onChoose?: (value: string) => void }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className="bars">
      {bars.map((bar) => {
        const name = bar.name ?? bar.value;
        const content = (
          <>
            <span className="fill" style={{ width: `${(bar.count / most) * 100}%` }} aria-hidden />
            <span className="name">{name}</span>
            {whole !== undefined && whole > 0 && <span className="share quiet">{percent(bar.count / whole)}</span>}
            <span className="count" title={`${exact(bar.count)} ${unit}`}>
              {short(bar.count)}
            </span>
          </>
        );
        return (
          <li key={bar.value}>
            {onChoose ? (
              <button type="button" title={[name, bar.detail].filter(Boolean).join(': ')} onClick={() => onChoose(bar.value)}>
                {content}
              </button>
            ) : (
              <div className="row" title={name}>
                {content}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
