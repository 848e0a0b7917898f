import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { Card } from '../../components/Card';
import { SaveAs } from '../../components/insight/SaveAs';
import { useAnswer } from '../../lib/answer';
import { counted } from '../../lib/format';
import { useView } from '../../lib/view';
import { DefineCohort, DefineSegment, HowMany, type Kind, kinds, words } from './cohorts';
import { Rules } from './Rules';
import { type Rule, segmentOf } from './segment';

const traits = ['traits.name', 'traits.email', 'traits.plan'];

/** Says who is in a group, counts them, and keeps it. */
export function NewCohort({ onSaved }: { onSaved: () => void }) {
  const { view } = useView();
  const client = useClient();
  const [rules, set] = useState<readonly Rule[]>([]);
  const [all, choose] = useState(true);
  const [kind, keep] = useState<Kind>('dynamic');
  const [saving, save] = useState(false);
  const segment = segmentOf(rules, all);
  const { data, error } = useAnswer(HowMany, { segment: segment ?? { match: [] } }, { pause: segment === null });
  return (
    <Card title="Who is in a new one">
      <div className="stack tight">
        <Rules rules={rules} all={all} range={view.range} traits={traits} onChange={set} onAll={choose} />
        {segment && (
          <>
            <p className="flush" role="status">
              {error ? <span className="down">{error.message.replace(/^\[\w+\] /, '')}</span> : data ? <b data-testid="matching">{counted(data.persons.totalCount, 'person')}</b> : '…'} <span className="quiet">match now</span>
            </p>
            <div className="controls start">
              <SegmentedControl size="sm" aria-label="What to keep" value={kind} onChange={(value) => keep(value as Kind)} data={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))} />
              <Button size="sm" onClick={() => save(true)}>
                Save
              </Button>
            </div>
            <p className="quiet flush">{kinds[kind].says}</p>
          </>
        )}
      </div>
      {saving && segment && (
        <SaveAs
          title={`Save this ${kinds[kind].label.toLowerCase()}`}
          initial={words(segment as unknown as Record<string, unknown>).slice(0, 80)}
          onClose={() => save(false)}
          onSave={async (name) => {
            const { error: refused } = await (kind === 'segment' ? client.mutation(DefineSegment, { name, input: segment }) : client.mutation(DefineCohort, { name, input: { segment, static: kind === 'static' } }));
            if (!refused) {
              set([]);
              onSaved();
            }
            return refused;
          }}
        />
      )}
    </Card>
  );
}
