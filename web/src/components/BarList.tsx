import { exact, short } from '../lib/format';

export interface Bar {
  value: string;
  count: number;
  detail?: string;
}

/** Values by size; each is a filter when it can be clicked. */
export function BarList({ bars, unit, onChoose }: { bars: Bar[]; unit: string; onChoose?: (value: string) => void }) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className="bars">
      {bars.map((bar) => {
        const content = (
          <>
            <span className="fill" style={{ width: `${(bar.count / most) * 100}%` }} aria-hidden />
            <span className="name">{bar.value}</span>
            <span className="count" title={`${exact(bar.count)} ${unit}`}>
              {short(bar.count)}
            </span>
          </>
        );
        return (
          <li key={bar.value}>
            {onChoose ? (
              <button type="button" title={bar.detail ?? `Show only ${bar.value}`} onClick={() => onChoose(bar.value)}>
                {content}
              </button>
            ) : (
              <div className="row">{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
