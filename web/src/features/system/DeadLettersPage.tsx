import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { Code } from '../../components/Code';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { counted, moment } from '../../lib/format';
import { graphql } from '../../lib/gql';
import type { DeadLettersQuery, DropReason } from '../../lib/gql/graphql';
import { useChoice } from '../../lib/view';

const DeadLetters = graphql(`
  query DeadLetters($reason: DropReason, $first: Int!) {
    deadLetters(reason: $reason, first: $first) {
      totalCount
      nodes { id reason message receivedAt payload }
      pageInfo { hasNextPage }
    }
  }
`);

const reasons: Record<DropReason, string> = {
  MALFORMED: 'Malformed',
  UNKNOWN_SOURCE: 'Unknown source',
  SCHEMA_VIOLATION: 'Against the tracking plan',
  FUTURE_TIMESTAMP: 'From the future',
  TOO_LARGE: 'Too large',
  QUOTA_EXCEEDED: 'Over the quota',
  BOT: 'Bot',
  BLOCKED: 'Blocked',
  PROCESSING_FAILED: 'Could not be stored',
};

const page = 50;
const mostAtOnce = 500;

/** What was refused, why, and what to change. */
export default function DeadLettersPage() {
  const [reason, setReason] = useChoice('reason', ['ANY', ...(Object.keys(reasons) as DropReason[])]);
  const [first, show] = useState(page);
  const { data, error, fetching, retry } = useAnswer(DeadLetters, { reason: reason === 'ANY' ? null : reason, first }, { fresh: true });
  return (
    <Page
      title="Dead letters"
      about="Events that were refused, each with its reason and as it was sent."
      controls={
        <Select size="sm" w={220} aria-label="Reason" allowDeselect={false} value={reason} onChange={(value) => setReason((value ?? 'ANY') as DropReason | 'ANY')} data={[{ value: 'ANY', label: 'Any reason' }, ...Object.entries(reasons).map(([value, label]) => ({ value, label }))]} />
      }
    >
      <section className="card" aria-label="Dead letters">
        <Answer data={data?.deadLetters} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(letters) =>
            letters.nodes.length === 0 ? (
              <EmptyState title={reason === 'ANY' ? 'Nothing was refused' : 'Nothing was refused for this reason'}>
                <p>An event that cannot be taken appears here, with what to change.</p>
              </EmptyState>
            ) : (
              <>
                <p className="quiet flush">{counted(letters.totalCount, 'refused event')}</p>
                <Letters letters={letters.nodes} />
                {letters.pageInfo.hasNextPage && first < mostAtOnce && (
                  <Button variant="light" size="compact-sm" mt="md" onClick={() => show(mostAtOnce)}>
                    Show older ones
                  </Button>
                )}
              </>
            )
          }
        </Answer>
      </section>
    </Page>
  );
}

function Letters({ letters }: { letters: DeadLettersQuery['deadLetters']['nodes'] }) {
  return (
    <table className="plain cards letters">
      <thead>
        <tr>
          <th>Received (UTC)</th>
          <th>Reason</th>
          <th>What to change</th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <td data-label="Received (UTC)">{moment(letter.receivedAt)}</td>
            <td data-label="Reason">
              <span className="status warned">{reasons[letter.reason]}</span>
            </td>
            <td className="block">
              {letter.message}
              <details className="more">
                <summary>As it was sent</summary>
                <Code label="The event as it was sent" text={typeof letter.payload === 'string' ? letter.payload : JSON.stringify(letter.payload, null, 2)} />
              </details>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
