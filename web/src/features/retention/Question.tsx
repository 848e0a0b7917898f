import { Select } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { MatchEditor } from '../../components/insight/MatchEditor';
import { PropertySelect } from '../../components/insight/PropertySelect';
import type { CohortStart, RetentionInput, RetentionMode, RetentionPeriod } from '../../lib/gql/graphql';
import { useMatch } from '../../lib/match';
import { changed, type Range, useChoice, type View } from '../../lib/view';
import { modes, periods, periodsOf, starts } from './definition';

const lengths: [string, ...string[]] = ['12', '8', '24', '36'];

/** What the address asks, and how to ask something else. */
export function useQuestion(view: View) {
  const [params, setParams] = useSearchParams();
  const [start, setStart] = useMatch('start');
  const [back, setBack] = useMatch('return');
  const days = (Date.parse(view.to) - Date.parse(view.from)) / 86_400_000;
  const [period, setPeriod] = useChoice<RetentionPeriod>('period', periodsOf(days));
  const [mode, setMode] = useChoice<RetentionMode>('mode', ['ON', 'ON_OR_AFTER']);
  const [cohortStart, setCohortStart] = useChoice<CohortStart>('cohort', ['FIRST_EVER', 'ANY']);
  const [length, setLength] = useChoice('periods', lengths);
  const split = params.get('split');
  const setSplit = (property: string | null) => void setParams((before) => changed(before, { split: property }));
  const input: RetentionInput = { range: view.range, start, return: back, period, mode, cohortStart, periods: Number(length), filters: view.filters, segmentId: view.segmentId, breakdown: split, topK: 4, asOf: view.asOf };
  return { input, start, setStart, back, setBack, period, setPeriod, mode, setMode, cohortStart, setCohortStart, length, setLength, split, setSplit };
}

const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** Who begins, what coming back is, and how time is divided. */
export function Question({ question, range }: { question: ReturnType<typeof useQuestion>; range: Range }) {
  const { start, setStart, back, setBack, period, setPeriod, mode, setMode, cohortStart, setCohortStart, length, setLength, split, setSplit } = question;
  return (
    <div className="stack tight">
      <MatchEditor mark="1" label="beginning" match={start} range={range} onChange={setStart}>
        <Select size="sm" w={170} aria-label="Which beginning counts" allowDeselect={false} value={cohortStart} data={options(starts)} onChange={(value) => setCohortStart((value ?? 'FIRST_EVER') as CohortStart)} />
      </MatchEditor>
      <MatchEditor mark="2" label="coming back" match={back} range={range} onChange={setBack}>
        <Select size="sm" w={170} aria-label="When coming back counts" allowDeselect={false} value={mode} data={options(modes)} onChange={(value) => setMode((value ?? 'ON') as RetentionMode)} />
      </MatchEditor>
      <div className="controls start">
        <Select size="sm" w={150} aria-label="How time is divided" allowDeselect={false} value={period} data={options(periods)} onChange={(value) => setPeriod((value ?? 'DAY') as RetentionPeriod)} />
        <Select size="sm" w={130} aria-label="Number of periods" allowDeselect={false} value={length} data={lengths.map((value) => ({ value, label: `${value} periods` }))} onChange={(value) => setLength(value ?? '12')} />
        <PropertySelect label="Split by" placeholder="Split by a property" value={split} onChange={setSplit} />
      </div>
    </div>
  );
}
