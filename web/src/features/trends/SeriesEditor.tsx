import { Select } from '@mantine/core';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { PropertySelect } from '../../components/insight/PropertySelect';
import type { Aggregate, SeriesInput } from '../../lib/gql/graphql';
import { aggregates, ofProperty } from '../../lib/series';
import type { Range } from '../../lib/view';

/** One line: what is computed of which events. */
export function SeriesEditor({ mark, series, range, onChange, onRemove }: { mark: string; series: SeriesInput; range: Range; onChange: (series: SeriesInput) => void; onRemove: (() => void) | undefined }) {
  const aggregate = series.aggregate ?? 'TOTAL';
  return (
    <MatchEditor mark={mark} label={`series ${mark}`} match={series.match} range={range} onChange={(match) => onChange({ ...series, match })} onRemove={onRemove}>
      <Select
        size="sm"
        className="match-aggregate"
        aria-label={`Figure of series ${mark}`}
        allowDeselect={false}
        value={aggregate}
        data={Object.entries(aggregates).map(([value, label]) => ({ value, label }))}
        onChange={(value) => onChange({ ...series, aggregate: (value ?? 'TOTAL') as Aggregate, property: ofProperty(value as Aggregate) ? (series.property ?? null) : null })}
      />
      {ofProperty(aggregate) && <PropertySelect label={`Property of series ${mark}`} placeholder="a numeric property" numeric value={series.property ?? null} onChange={(property) => onChange({ ...series, property })} />}
    </MatchEditor>
  );
}
